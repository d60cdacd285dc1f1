//! Computes the totals of CentralPay's monthly report from the portal's export of operations (CSV).
//!
//! ```sh
//! cargo run --bin monthly-report -- operations.csv 2024 1
//! ```

use payspec::centralpay::files::{AmountUnit, CsvReader, ExportedOperation, ReadOptions};
use payspec::centralpay::report::MonthlyReport;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [path, year, month] = args.as_slice() else { anyhow::bail!("usage: monthly-report FILE YEAR MONTH") };
    let mut report = MonthlyReport::of(year.parse()?, month.parse()?);
    // It is not documented whether exports use cents or euros. Look at one: this program expects cents.
    let options = ReadOptions::new().amounts(AmountUnit::Minor);
    for row in CsvReader::<ExportedOperation, _>::with(options, std::fs::File::open(path)?)? {
        report.add(&row?); // an unreadable row would be missing in the totals
    }
    for (row, movement, reason) in report.left_out().iter() {
        println!("row {row}, {}, is in no total: {reason}", movement.as_str());
    }
    for currency in report.currencies() {
        let Some(totals) = report.totals(&currency) else { continue };
        println!("{currency}, in minor units");
        println!("  A received   {:>12}", totals.a_received.minor());
        println!("  B net        {:>12}", totals.b_net.minor());
        println!("  F paid out   {:>12}", totals.f_withdrawn.minor());
    }
    Ok(())
}
