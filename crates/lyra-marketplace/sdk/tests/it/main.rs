//! Lyra Marketplace: its documents and vouchers, the two ways to authenticate, notifications that prove nothing, and a
//! seller from the registration to the re-read.

mod clients;
mod documents;
mod flow;
mod notifications;
mod orders;
mod vouchers;

use payspec::lyra_marketplace::ClientBuilder;
use payspec::lyra_marketplace::model::{
    Address, CreateRegistration, CreateRegistrationRequired, NewActivity, NewBoardMember, NewBoardMemberAddress,
    NewBoardMemberRequired, NewRegistrationIban, Voucher, VoucherRequired,
};

use payspec_test_support::server::Server;

const MARKETPLACE: &str = "0b5b3a9e-3d57-4a6e-8a1c-5f3d6a7b8c9d";
const REGISTRATION: &str = "8f14e45f-ceea-467f-a1d6-1c2b7a0f8d11";

/// A client with an API key, whose tokens come from the same server.
fn builder(server: &Server) -> ClientBuilder {
    ClientBuilder::at(format!("{}/v1", server.url())).accounts_at(server.url()).api_key("shop_0b5b3a9e", "an-api-key")
}

fn vouchers(pairs: &[(&str, &str)]) -> Vec<Voucher> {
    pairs
        .iter()
        .map(|(number, kind)| {
            Voucher::new(VoucherRequired { contract_number: (*number).into(), contract_type: (*kind).into() })
        })
        .collect()
}

/// The smallest registration of a company, with vouchers.
fn registration() -> CreateRegistration {
    let lives = NewBoardMemberAddress::new("FR");
    let jane = NewBoardMember::new(NewBoardMemberRequired {
        title: "MRS".into(),
        first_name: "Jane".into(),
        last_name: "Doe".into(),
        birth_date: "1980-03-14".into(),
        birth_city: "Lyon".into(),
        nationality: "FR".into(),
        address: lives,
    })
    .role("LEGAL_REP");
    let shoes = NewActivity::new("Shoes").siret("12345678901234");
    CreateRegistration::new(CreateRegistrationRequired {
        marketplace: MARKETPLACE.into(),
        person_type: "PM".into(),
        name: "Les Chaussures SARL".into(),
        description: "Shoes".into(),
        vat_number: "FR12345678901".into(),
        board: vec![jane],
        activities: vec![shoes],
    })
    .address(Address::new().country("FR"))
    .ibans([NewRegistrationIban::new("FR7630006000011234567890189", ["EUR"])])
    .vouchers(vouchers(&[("123456789", "CONECS"), ("234567890", "CVCONNECT")]))
}
