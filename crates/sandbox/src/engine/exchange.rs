//! The contents of recent requests and responses, for people to read. Card numbers and security codes are masked before
//! they get here, and nothing of it is written to a file.

use std::collections::VecDeque;
use std::sync::Arc;

use super::answer::Answer;
use super::request::Request;

/// The contents of so many requests are kept; of earlier ones, the journal has the line.
const KEPT: usize = 1_000;

/// The longest body that is kept, in bytes.
const LONGEST: usize = 64 * 1024;

/// What was sent and received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The query, without `?`.
    pub query: String,
    /// The content type of the request; empty if it has none.
    pub content_type: String,
    /// The body of the request.
    pub body: String,
    /// Names and values of the headers of the response.
    pub response_headers: Vec<(&'static str, String)>,
    /// The body of the response.
    pub response_body: String,
}

impl Exchange {
    /// Takes what people may read of a request and its response.
    pub(crate) fn new(request: &Request<'_>, answer: &Answer) -> Self {
        Self {
            query: masked(request.query),
            content_type: request.header("content-type").unwrap_or_default().to_owned(),
            body: readable(request.body),
            response_headers: answer.headers.clone(),
            response_body: readable(&answer.body),
        }
    }
}

fn readable(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body.get(..LONGEST).unwrap_or(body));
    let mut text = masked(&text);
    if body.len() > LONGEST {
        text.push_str(&format!("\n(the first {LONGEST} of {} bytes)", body.len()));
    }
    text
}

/// The latest exchanges, by the position of their request in the journal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Exchanges(VecDeque<(usize, Arc<Exchange>)>);

impl Exchanges {
    pub(crate) fn keep(&mut self, position: usize, exchange: Exchange) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((position, Arc::new(exchange)));
    }

    /// Counts positions from a later request on.
    pub(crate) fn forget(&mut self, count: usize) {
        self.0.retain(|(position, _)| *position >= count);
        for (position, _) in &mut self.0 {
            *position -= count;
        }
    }

    pub(crate) fn get(&self, position: usize) -> Option<&Exchange> {
        let index = self.0.binary_search_by_key(&position, |(position, _)| *position).ok()?;
        self.0.get(index).map(|(_, exchange)| exchange.as_ref())
    }
}

/// A text with card numbers and security codes masked: `411111******1111`, `cvc=***`.
fn masked(text: &str) -> String {
    let mut shown: Vec<char> = text.chars().collect();
    mask_numbers(&mut shown);
    mask_codes(&mut shown);
    shown.into_iter().collect()
}

/// What can stand between the digits of a number as people write it, also in a form: `4111 1111+1111-1111`.
fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '+' | '-')
}

fn mask_numbers(text: &mut [char]) {
    let mut start = 0;
    while start < text.len() {
        if !text[start].is_ascii_digit() {
            start += 1;
            continue;
        }
        let mut places = Vec::new();
        let mut end = start;
        while end < text.len()
            && (text[end].is_ascii_digit()
                || (is_gap(text[end]) && text.get(end + 1).is_some_and(char::is_ascii_digit)))
        {
            if text[end].is_ascii_digit() {
                places.push(end);
            }
            end += 1;
        }
        let digits: Vec<u32> = places.iter().filter_map(|place| text[*place].to_digit(10)).collect();
        if (13..=19).contains(&digits.len()) && has_check_digit(&digits) {
            for place in &places[6..places.len() - 4] {
                text[*place] = '*';
            }
        }
        start = end.max(start + 1);
    }
}

/// The check digit of ISO/IEC 7812-1.
fn has_check_digit(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| match (index % 2, digit * 2) {
            (0, _) => *digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The names of security codes, and how far from the name the value can begin: `card%5Bcvc%5D=`, `"cvc" : "`, and the end
/// of a header in a multipart body.
const CODES: [&str; 3] = ["cvc", "cvv", "cryptogram"];
const NEAR: usize = 16;

fn mask_codes(text: &mut [char]) {
    for at in 0..text.len() {
        for name in CODES {
            let is_here = name
                .chars()
                .enumerate()
                .all(|(index, c)| text.get(at + index).is_some_and(|found| found.eq_ignore_ascii_case(&c)));
            if !is_here {
                continue;
            }
            let begin = at + name.len();
            // The digits of `%5D` belong to no value.
            let mut place = begin;
            while place < text.len().min(begin + NEAR) && !text[place].is_ascii_digit() {
                place += if text[place] == '%' { 3 } else { 1 };
            }
            if place < text.len().min(begin + NEAR) {
                for c in text[place..].iter_mut().take_while(|c| c.is_ascii_digit()).take(4) {
                    *c = '*';
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Exchange, Exchanges, KEPT, masked};

    #[test]
    fn numbers_and_codes_of_cards_are_masked() {
        for (text, shown) in [
            ("card%5Bnumber%5D=4111111111111111&amount=1500", "card%5Bnumber%5D=411111******1111&amount=1500"),
            ("number=4111+1111+1111+1111", "number=4111+11**+****+1111"),
            (r#"{"number":"341502098634895","cvc":"1234"}"#, r#"{"number":"341502*****4895","cvc":"****"}"#),
            ("card%5Bcvc%5D=123&x=5", "card%5Bcvc%5D=***&x=5"),
            ("name=\"card[cvc]\"\r\n\r\n123\r\n", "name=\"card[cvc]\"\r\n\r\n***\r\n"),
            ("amount=1500&createdAt=1764547200000", "amount=1500&createdAt=1764547200000"),
            ("4111111111111112", "4111111111111112"),
            ("cvc=", "cvc="),
            ("é4111111111111111é", "é411111******1111é"),
            ("", ""),
        ] {
            assert_eq!(masked(text), shown);
        }
    }

    #[test]
    fn the_latest_are_kept() {
        let exchange = |text: &str| Exchange {
            query: text.to_owned(),
            content_type: String::new(),
            body: String::new(),
            response_headers: Vec::new(),
            response_body: String::new(),
        };
        let mut kept = Exchanges::default();
        for position in 0..=KEPT {
            kept.keep(position, exchange(&position.to_string()));
        }
        assert!(kept.get(0).is_none());
        assert_eq!(kept.get(1).map(|exchange| exchange.query.as_str()), Some("1"));
        assert!(kept.get(KEPT).is_some() && kept.get(KEPT + 1).is_none());
    }
}
