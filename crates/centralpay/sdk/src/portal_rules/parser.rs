//! From tokens to a condition.

use std::ops::Range;

use super::attributes::ATTRIBUTES;
use super::error::{ParseError, Position, nearest, quote};
use super::lexer::{Kind, Token, lex};
use super::{Action, Attribute, Comparison, Condition, List, Test, Text, Value};

/// Limits nesting, so that parentheses cannot overflow the stack. The canonical form of a chain has a pair for each
/// comparison except two, so it is not less than [`MOST_COMPARISONS`].
const DEEPEST: usize = MOST_COMPARISONS;
/// The maximum number of comparisons: more than any real rule. A condition is no deeper than it has comparisons.
const MOST_COMPARISONS: usize = 200;

/// A condition, and the positions of its parts in the text.
pub(super) struct Parsed {
    pub(super) condition: Condition,
    /// The comparisons, in order.
    pub(super) comparisons: Vec<Range<usize>>,
    /// The positions of a third operand without parentheses.
    pub(super) chains: Vec<usize>,
}

/// Parses an acceptance rule.
pub(super) fn acceptance(text: &str) -> Result<(Action, Parsed), ParseError> {
    let mut parser = Parser::new(text)?;
    let action = parser.action()?;
    if !parser.word("if") {
        return Err(parser.unexpected("`if` after the action", None));
    }
    parser.whole_condition().map(|parsed| (action, parsed))
}

/// Parses a condition on its own.
pub(super) fn condition(text: &str) -> Result<Parsed, ParseError> {
    let parser = Parser::new(text)?;
    if let Kind::Word(word) = parser.kind()
        && ACTIONS.iter().any(|(name, _)| name.eq_ignore_ascii_case(word))
    {
        let help = "a notification rule is a condition only; this looks like an acceptance rule";
        return Err(parser.unexpected("an attribute or `(`", Some(help.to_owned())));
    }
    parser.whole_condition()
}

const ACTIONS: [(&str, Action); 3] = [("ALLOW", Action::Allow), ("REFUSE", Action::Refuse), ("ALERT", Action::Alert)];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Connective {
    And,
    Or,
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// The next token; never beyond the end.
    next: usize,
    depth: usize,
    comparisons: Vec<Range<usize>>,
    chains: Vec<usize>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Result<Self, ParseError> {
        let tokens = lex(text)?;
        Ok(Self { text, tokens, next: 0, depth: 0, comparisons: Vec::new(), chains: Vec::new() })
    }

    fn kind(&self) -> &Kind {
        self.tokens.get(self.next).map_or(&Kind::End, |token| &token.kind)
    }

    fn span(&self) -> Range<usize> {
        self.tokens.get(self.next).map_or(self.text.len()..self.text.len(), |token| token.span.clone())
    }

    fn advance(&mut self) {
        self.next = (self.next + 1).min(self.tokens.len() - 1);
    }

    /// Consumes a keyword, ignoring case.
    fn word(&mut self, wanted: &str) -> bool {
        let found = matches!(self.kind(), Kind::Word(word) if word.eq_ignore_ascii_case(wanted));
        if found {
            self.advance();
        }
        found
    }

    fn take(&mut self, wanted: &Kind) -> bool {
        let found = self.kind() == wanted;
        if found {
            self.advance();
        }
        found
    }

    fn unexpected(&self, expected: &'static str, help: Option<String>) -> ParseError {
        let span = self.span();
        let found = match self.text.get(span.clone()) {
            None | Some("") => "the end".to_owned(),
            Some(written) => format!("`{}`", quote(written)),
        };
        ParseError { position: Position::of(self.text, span.start), expected, found, help }
    }

    fn action(&mut self) -> Result<Action, ParseError> {
        let help = match self.kind() {
            Kind::Word(word) => {
                if let Some((_, action)) = ACTIONS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)) {
                    self.advance();
                    return Ok(*action);
                }
                nearest(word, ACTIONS.map(|(name, _)| name)).map(|name| format!("did you mean `{name}`?"))
            }
            Kind::Attribute(_) | Kind::Open => Some("an acceptance rule starts like `REFUSE if`".to_owned()),
            _ => None,
        };
        Err(self.unexpected("an action: `ALLOW`, `REFUSE` or `ALERT`", help))
    }

    fn whole_condition(mut self) -> Result<Parsed, ParseError> {
        let condition = self.condition()?;
        if *self.kind() != Kind::End {
            let help = match self.kind() {
                Kind::Comma => Some("decimals are written with a point: `12.32`".to_owned()),
                Kind::Close => Some("this parenthesis is not open".to_owned()),
                _ => None,
            };
            return Err(self.unexpected("`and`, `or` or the end", help));
        }
        Ok(Parsed { condition, comparisons: self.comparisons, chains: self.chains })
    }

    fn condition(&mut self) -> Result<Condition, ParseError> {
        let mut left = self.operand()?;
        let Some(first) = self.connective() else { return Ok(left) };
        let mut operands = 1;
        while let Some(connective) = self.connective() {
            if connective != first {
                let help = "put parentheses around the pair that belongs together: `(#a = 1 and #b = 2) or #c = 3`";
                return Err(self.unexpected("parentheses between `and` and `or`", Some(help.to_owned())));
            }
            if operands > 1 {
                self.chains.push(self.span().start);
            }
            self.advance();
            let right = self.operand()?;
            operands += 1;
            left = match connective {
                Connective::And => left.and(right),
                Connective::Or => left.or(right),
            };
        }
        Ok(left)
    }

    fn connective(&self) -> Option<Connective> {
        match self.kind() {
            Kind::Word(word) if word.eq_ignore_ascii_case("and") => Some(Connective::And),
            Kind::Word(word) if word.eq_ignore_ascii_case("or") => Some(Connective::Or),
            _ => None,
        }
    }

    fn operand(&mut self) -> Result<Condition, ParseError> {
        if *self.kind() != Kind::Open {
            return self.comparison().map(Condition::Comparison);
        }
        if self.depth == DEEPEST {
            return Err(self.unexpected("at most 200 nested parentheses", None));
        }
        self.depth += 1;
        self.advance();
        let condition = self.condition()?;
        if !self.take(&Kind::Close) {
            return Err(self.unexpected("`and`, `or` or `)`", None));
        }
        self.depth -= 1;
        Ok(condition)
    }

    fn comparison(&mut self) -> Result<Comparison, ParseError> {
        let start = self.span().start;
        let attribute = self.attribute()?;
        let test = self.test()?;
        if self.comparisons.len() == MOST_COMPARISONS {
            return Err(self.unexpected("at most 200 comparisons in a rule", None));
        }
        let end = self.next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.span.end);
        self.comparisons.push(start..end);
        Ok(Comparison { attribute, test })
    }

    fn attribute(&mut self) -> Result<Attribute, ParseError> {
        let help = match self.kind() {
            Kind::Attribute(name) => match Attribute::new(name) {
                Ok(attribute) => {
                    self.advance();
                    return Ok(attribute);
                }
                Err(invalid) => Some(invalid.to_string()),
            },
            Kind::Word(word) if word.eq_ignore_ascii_case("not") => {
                Some("a comparison is negated with `!=` or `not in`".to_owned())
            }
            Kind::Word(word) => Some(match nearest(word, ATTRIBUTES.iter().map(|known| known.name)) {
                Some(name) => format!("did you mean `#{name}`?"),
                None => format!("attributes start with `#`: `#{}`", quote(word)),
            }),
            _ => None,
        };
        Err(self.unexpected("an attribute or `(`", help))
    }

    fn test(&mut self) -> Result<Test, ParseError> {
        if let Kind::Operator(operator) = *self.kind() {
            self.advance();
            return Ok(Test::Is(operator, self.value()?));
        }
        if self.word("in") {
            return self.list().map(Test::In);
        }
        if self.word("not") {
            if self.word("in") {
                return self.list().map(Test::NotIn);
            }
            return Err(self.unexpected("`in` after `not`", None));
        }
        let help = match self.kind() {
            Kind::Word(word) if word.eq_ignore_ascii_case("is") => Some("write `=`".to_owned()),
            _ => None,
        };
        Err(self.unexpected("`=`, `!=`, `<`, `<=`, `>`, `>=`, `in` or `not in`", help))
    }

    fn list(&mut self) -> Result<List, ParseError> {
        if !self.take(&Kind::Open) {
            let help = "values of `in` are written in parentheses: `in ('FRA', 'BEL')`";
            return Err(self.unexpected("`(`", Some(help.to_owned())));
        }
        let mut values = vec![self.value()?];
        while self.take(&Kind::Comma) {
            values.push(self.value()?);
        }
        if !self.take(&Kind::Close) {
            return Err(self.unexpected("`,` or `)`", None));
        }
        List::new(values).map_err(|invalid| self.unexpected("a value", Some(invalid.to_string())))
    }

    fn value(&mut self) -> Result<Value, ParseError> {
        let value = match self.kind() {
            Kind::Number(number) => Ok(Value::Number(*number)),
            Kind::Text(text) => Text::new(text).map(Value::Text).map_err(|invalid| Some(invalid.to_string())),
            Kind::Word(word) if word.eq_ignore_ascii_case("true") => Ok(Value::Boolean(true)),
            Kind::Word(word) if word.eq_ignore_ascii_case("false") => Ok(Value::Boolean(false)),
            Kind::Word(word) => Err(Some(format!("texts are written in single quotes: `'{}'`", quote(word)))),
            Kind::Attribute(_) => Err(Some("an attribute is compared with a value, not with another".to_owned())),
            _ => Err(None),
        };
        match value {
            Ok(value) => {
                self.advance();
                Ok(value)
            }
            Err(help) => Err(self.unexpected("a value: `100`, `12.32`, `'FRA'`, `true` or `false`", help)),
        }
    }
}
