//! From text to tokens.

use std::ops::Range;

use super::Operator;
use super::error::{ParseError, Position, quote};
use crate::number::{Number, NumberError};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// `#name`, without the `#`.
    Attribute(String),
    /// Letters that are neither an attribute nor a text: `if`, `and`, a value without quotes.
    Word(String),
    Text(String),
    Number(Number),
    Operator(Operator),
    Open,
    Close,
    Comma,
    End,
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// Returns `true` if a text can be the name of an attribute.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(is_name_start) && text.chars().all(is_name_part)
}

fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

fn is_name_part(c: char) -> bool {
    is_name_start(c) || c.is_ascii_digit() || c == '.'
}

/// Operators of other languages, and what to write instead.
const OTHER_SIGNS: &[(&str, &str)] = &[
    ("==", "write `=`"),
    ("<>", "write `!=`"),
    ("=<", "write `<=`"),
    ("=>", "write `>=`"),
    ("≠", "write `!=`"),
    ("≤", "write `<=`"),
    ("≥", "write `>=`"),
    ("&&", "write `and`"),
    ("||", "write `or`"),
];

const SIGNS: &[(&str, Kind)] = &[
    ("<=", Kind::Operator(Operator::LessOrEqual)),
    (">=", Kind::Operator(Operator::GreaterOrEqual)),
    ("!=", Kind::Operator(Operator::NotEqual)),
    ("=", Kind::Operator(Operator::Equal)),
    ("<", Kind::Operator(Operator::Less)),
    (">", Kind::Operator(Operator::Greater)),
    ("(", Kind::Open),
    (")", Kind::Close),
    (",", Kind::Comma),
];

/// Splits a text into tokens, ending with an end token.
pub(super) fn lex(text: &str) -> Result<Vec<Token>, ParseError> {
    let mut tokens = Vec::new();
    let mut offset = 0;
    while let Some(first) = text[offset..].chars().next() {
        if first.is_whitespace() {
            offset += first.len_utf8();
            continue;
        }
        let (kind, length) = token(text, offset, first)?;
        tokens.push(Token { kind, span: offset..offset + length });
        offset += length;
    }
    tokens.push(Token { kind: Kind::End, span: text.len()..text.len() });
    Ok(tokens)
}

fn token(text: &str, offset: usize, first: char) -> Result<(Kind, usize), ParseError> {
    let rest = &text[offset..];
    let error = |at: usize, expected, found: &str, help: &str| {
        let help = (!help.is_empty()).then(|| help.to_owned());
        ParseError { position: Position::of(text, at), expected, found: format!("`{}`", quote(found)), help }
    };
    match first {
        '#' => {
            let name = leading(&rest[1..], is_name_part);
            if is_name(name) {
                return Ok((Kind::Attribute(name.to_owned()), 1 + name.len()));
            }
            Err(error(offset, "an attribute name after `#`", "#", "a name starts with a letter: `#amount`"))
        }
        '\'' => {
            let held = leading(&rest[1..], |c| c != '\'' && !c.is_control());
            if rest[1 + held.len()..].starts_with('\'') {
                return Ok((Kind::Text(held.to_owned()), held.len() + 2));
            }
            Err(error(offset, "a closing quote", "'", "close the text on the same line: `'FRA'`"))
        }
        '-' | '0'..='9' => {
            let sign = usize::from(first == '-');
            let digits = sign + leading(&rest[sign..], |c| c.is_ascii_digit() || c == '.').len();
            let written = &rest[..digits + leading(&rest[digits..], is_name_part).len()];
            match written.parse::<Number>() {
                Ok(number) => Ok((Kind::Number(number), digits)),
                Err(NumberError::TooLong) => Err(error(offset, "a number of at most 18 digits", written, "")),
                Err(_) => Err(error(offset, "a number such as `100` or `12.32`", written, "")),
            }
        }
        '\u{2018}'..='\u{201f}' | '"' | '«' | '»' | '`' | '´' => {
            let help = "texts are written in straight single quotes: `'FRA'`";
            Err(error(offset, "a value", first.encode_utf8(&mut [0; 4]), help))
        }
        _ if is_name_start(first) => {
            let word = leading(rest, is_name_part);
            Ok((Kind::Word(word.to_owned()), word.len()))
        }
        _ => {
            if let Some((sign, help)) = OTHER_SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
                return Err(error(offset, "an operator of rules", sign, help));
            }
            match SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
                Some((sign, kind)) => Ok((kind.clone(), sign.len())),
                None => Err(error(offset, "a part of a rule", first.encode_utf8(&mut [0; 4]), "")),
            }
        }
    }
}

fn leading(text: &str, part: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !part(c)).unwrap_or(text.len())]
}
