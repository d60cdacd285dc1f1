//! "Did you mean ...?"

/// The candidate nearest to what was written, if one is near enough to be worth saying.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written_folded = fold(written);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&written_folded, &fold(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count().max(written.chars().count()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Case, dashes and underscores are the usual slips.
fn fold(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_slips_and_nothing_far_away() {
        let known = ["Currency", "Country", "RefundStatus"];
        assert_eq!(nearest("Curency", known), Some("Currency"));
        assert_eq!(nearest("refund_status", known), Some("RefundStatus"));
        assert_eq!(nearest("Cuontry", known), Some("Country"));
        assert_eq!(nearest("Mandate", known), None);
    }
}
