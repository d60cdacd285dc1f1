//! Regions of a file that are generated, in a file that people write.
//!
//! A region stands between two lines, comments of the file's own language, that contain `codegen:begin <name>` and
//! `codegen:end <name>`.

/// The text on disk with every region of the wanted text in its place.
///
/// # Errors
///
/// The name of a region that the text on disk does not have.
pub fn replaced(on_disk: &str, wanted: &str) -> Result<String, String> {
    let mut text = on_disk.to_owned();
    for name in names(wanted) {
        let new = inner(wanted, name).ok_or(name)?;
        let old = inner(&text, name).ok_or(name)?;
        text.replace_range(old.clone(), &wanted[new]);
    }
    Ok(text)
}

/// A text with nothing in its regions.
pub fn emptied(text: &str) -> String {
    let mut emptied = text.to_owned();
    for name in names(text) {
        if let Some(inner) = inner(&emptied, name) {
            emptied.replace_range(inner, "");
        }
    }
    emptied
}

/// The names of the regions of a text, in their order.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.split_once("codegen:begin ")?.1.split_whitespace().next())
}

/// What stands between the lines that mark a region.
fn inner(text: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let mark = |word: &str, from: usize| {
        let mut at = from;
        text[from..].split_inclusive('\n').find_map(|line| {
            let start = at;
            at += line.len();
            let named = line.split_once(word)?.1.split_whitespace().next()?;
            (named == name).then_some((start, at))
        })
    };
    let (_, begin) = mark("codegen:begin ", 0)?;
    let (end, _) = mark("codegen:end ", begin)?;
    Some(begin..end)
}

#[cfg(test)]
mod tests {
    use super::replaced;

    const WANTED: &str =
        "# codegen:begin a\n1\n2\n# codegen:end a\n<!-- codegen:begin b -->\nnew\n<!-- codegen:end b -->\n";

    #[test]
    fn only_regions_change() {
        let on_disk = "mine\n<!-- codegen:begin b -->\n<!-- codegen:end b -->\n# codegen:begin a\nold\n# codegen:end a\nmine, too";
        let text = replaced(on_disk, WANTED).expect("both regions are there");
        assert_eq!(
            text,
            "mine\n<!-- codegen:begin b -->\nnew\n<!-- codegen:end b -->\n# codegen:begin a\n1\n2\n# codegen:end a\nmine, too"
        );
        assert_eq!(replaced(&text, WANTED).as_ref(), Ok(&text));
    }

    #[test]
    fn a_region_that_is_gone_is_named() {
        for lost in [
            "",
            "# codegen:begin a\n",
            "# codegen:end a\n# codegen:begin a\n",
            "# codegen:begin aa\n# codegen:end aa\n",
        ] {
            assert_eq!(replaced(lost, WANTED), Err("a".to_owned()), "{lost}");
        }
    }
}
