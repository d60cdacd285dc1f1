//! Operations of the IR.

use payspec_core::{BodyFormat, Method};

use super::docs::Docs;
use super::evidence::Evidence;
use super::rule::{Condition, Rule};
use super::types::{Field, Type};
use crate::raw::outcome::Outcome;

/// One request and its answers.
#[derive(Debug)]
pub struct Operation {
    /// `resource.verb`, as logs and overrides name it.
    pub id: String,
    /// What is done, the word of the spec: `create`.
    pub verb: String,
    /// The name of its parameters as a type, in PascalCase.
    pub type_name: String,
    /// What it does.
    pub docs: Docs,
    /// The HTTP method.
    pub method: Method,
    /// The path under the base URL.
    pub path: String,
    /// How parameters travel.
    pub body: BodyFormat,
    /// The path to the member of its body in which the parameters stand.
    pub request_wrap: Option<String>,
    /// The path to the member of a successful response that holds its value.
    pub response_wrap: Option<String>,
    /// The service it is sent to: an index into the API's `services`.
    pub service: Option<usize>,
    /// The scheme: an index into the API's `auth`.
    pub auth: Option<usize>,
    /// The API honours an idempotency key here.
    pub idempotency_key: bool,
    /// It changes something: by its method, or by the word of the spec.
    pub changes_state: bool,
    /// How the search goes on; the API's own way unless the operation has one.
    pub paging: Option<OwnPaging>,
    /// The member that identifies an item of the search, by all of its names.
    pub item_id: Vec<String>,
    /// The path from the top of a response to the items of a search.
    pub items: Option<String>,
    /// What always stands in its query.
    pub query: Vec<(String, String)>,
    /// What the codes of its answers mean.
    pub success_codes: Option<SuccessCodes>,
    /// Headers it sends.
    pub headers: Vec<HeaderUse>,
    /// Its parameters, required ones first.
    pub params: Vec<Field>,
    /// Rules over them.
    pub rules: Vec<Rule>,
    /// Rules that warn.
    pub warnings: Vec<Rule>,
    /// Rules of the objects that it sends, under their paths.
    pub inherited_rules: Vec<Rule>,
    /// Rules of these objects that warn.
    pub inherited_warnings: Vec<Rule>,
    /// Parameters whose values are listed somewhere.
    pub known_values: Vec<KnownValues>,
    /// Rules that hold it against an object.
    pub preconditions: Vec<Precondition>,
    /// Use cases.
    pub profiles: Vec<Profile>,
    /// How it is known which parameters are required.
    pub required_evidence: Option<Evidence>,
    /// The answers.
    pub responses: Vec<Response>,
    /// What a successful one must show.
    pub success: Success,
    /// The same by status, where successes have different bodies.
    pub success_by_status: Vec<(u16, Success)>,
    /// Facts that errors state by message or code.
    pub reasons: Vec<Reason>,
    /// What success gives.
    pub output: Output,
    /// How we know it.
    pub evidence: Evidence,
    /// How we know its path.
    pub path_evidence: Evidence,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
}

impl Operation {
    /// Its own rules, then those of the objects that it sends.
    pub fn all_rules(&self) -> impl Iterator<Item = &Rule> + Clone {
        self.rules.iter().chain(&self.inherited_rules)
    }

    /// The same of rules that warn.
    pub fn all_warnings(&self) -> impl Iterator<Item = &Rule> + Clone {
        self.warnings.iter().chain(&self.inherited_warnings)
    }
}

/// Whose way of paging a search has.
#[derive(Debug)]
pub enum OwnPaging {
    /// That of the API.
    Shared,
    /// One of its own.
    Own(Box<Paging>),
}

/// How a search goes on after its first page.
#[derive(Debug)]
pub struct Paging {
    /// What names the next page.
    pub style: PagingStyle,
    /// The query parameter that asks for it; links need none.
    pub parameter: Option<String>,
    /// The query parameter for the size of a page.
    pub size: Option<String>,
    /// The path to what says whether a page follows, when it is none of the usual members.
    pub more: Option<String>,
    /// What there is to say about it.
    pub docs: Docs,
    /// How it is known.
    pub evidence: Evidence,
}

/// What names the next page of a search.
#[derive(Debug)]
pub enum PagingStyle {
    /// Its number, the first being this.
    Page(u32),
    /// How many items come before it.
    Offset,
    /// What this member next to the items holds.
    Cursor(String),
    /// The id of the last item before it.
    LastId,
    /// The link that this member next to the items holds.
    Link(String),
    /// The link in a header.
    LinkHeader,
}

/// What success gives.
#[derive(Debug, Clone)]
pub enum Output {
    /// Nothing of interest.
    Empty,
    /// An object, or a list of it.
    Body(Type),
    /// Several in a shape that is not documented.
    Search(Type),
    /// The status tells what the body is.
    ByStatus(ByStatus),
}

impl Output {
    /// What each status of success gives, where it tells.
    pub fn by_status(&self) -> impl Iterator<Item = (u16, Self)> {
        let variants = if let Self::ByStatus(by_status) = self { &by_status.variants[..] } else { &[] };
        variants.iter().flat_map(|variant| {
            let body = variant.body.clone().map_or(Self::Empty, Self::Body);
            variant.statuses.iter().map(move |(status, _)| (*status, body.clone()))
        })
    }
}

/// What successes with different bodies give.
#[derive(Debug, Clone)]
pub struct ByStatus {
    /// The enum in Rust.
    pub name: String,
    /// Its variants, one for each body.
    pub variants: Vec<BodyVariant>,
}

/// A body that some statuses of success have.
#[derive(Debug, Clone)]
pub struct BodyVariant {
    /// The object or union; nothing for no body.
    pub body: Option<Type>,
    /// The statuses, with what each means.
    pub statuses: Vec<(u16, String)>,
}

/// What the codes of answers say of an operation's success.
#[derive(Debug)]
pub struct SuccessCodes {
    /// The codes that are a success.
    pub codes: Vec<String>,
    /// Whether others are an answer where the status says success.
    pub unlisted_are_responses: bool,
}

/// A header that an operation sends.
#[derive(Debug)]
pub struct HeaderUse {
    /// Its name.
    pub name: String,
    /// The API refuses a request without it.
    pub required: bool,
    /// What it holds.
    pub docs: Docs,
    /// What is sent in it when the caller gives nothing.
    pub value: Option<String>,
}

/// An answer.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// What it means.
    pub outcome: Outcome,
    /// When it comes.
    pub docs: Docs,
    /// The type of the body in the words of the spec.
    pub body: Option<String>,
    /// It is that of the API, which says it once for all operations.
    pub shared: bool,
}

/// What a successful response must show.
#[derive(Debug)]
pub struct Success {
    /// Whether it has a body.
    pub has_body: bool,
    /// The members that identify its object.
    pub ids: Vec<SuccessId>,
    /// Members of which one must have a value; empty where that is not asked.
    pub any_of: Vec<String>,
}

/// A member of a response that identifies its object.
#[derive(Debug)]
pub struct SuccessId {
    /// The members to step into before it.
    pub within: Vec<String>,
    /// All of its names.
    pub names: Vec<String>,
    /// The parameter that names the same object.
    pub parameter: Option<String>,
    /// Whether every response has it.
    pub guaranteed: bool,
    /// Whether the API may write it in another case.
    pub ignore_case: bool,
}

/// A fact that an error states by its message or code.
#[derive(Debug)]
pub struct Reason {
    /// Its name.
    pub name: String,
    /// The status of the answers that state it.
    pub status: u16,
    /// What states it.
    pub told_by: ToldBy,
    /// What it means.
    pub docs: Docs,
}

/// What in an answer states a reason.
#[derive(Debug)]
pub enum ToldBy {
    /// The text of a message.
    Message(String),
    /// The code.
    Code(String),
}

/// A parameter whose values an enum or a table lists.
#[derive(Debug)]
pub struct KnownValues {
    /// Its path, in dotted wire names.
    pub field: String,
    /// The enum or table in Rust.
    pub of: String,
    /// The table is a library's, and the API has codes next to it: the list stands in the API's module of codes.
    pub has_own_list: bool,
    /// It, or an object that it is in, is hidden in `Debug`.
    pub sensitive: bool,
    /// Further values, of another column of the table.
    pub also: Vec<String>,
}

/// A rule that holds a request against an object.
#[derive(Debug, Clone)]
pub struct Precondition {
    /// The object in Rust.
    pub object: String,
    /// The member that identifies it.
    pub id: Option<String>,
    /// The rule; paths into the object start with its name.
    pub rule: Rule,
}

impl Precondition {
    /// Rules by the object they look at, both in written order.
    pub fn by_object(rules: &[Self]) -> Vec<(&str, Vec<&Rule>)> {
        let mut found: Vec<(&str, Vec<&Rule>)> = Vec::new();
        for rule in rules {
            match found.iter_mut().find(|(object, _)| *object == rule.object) {
                Some((_, rules)) => rules.push(&rule.rule),
                None => found.push((&rule.object, vec![&rule.rule])),
            }
        }
        found
    }
}

/// A use case.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The use case.
    pub docs: Docs,
    /// When it applies by itself.
    pub when: Option<Condition>,
    /// What it needs.
    pub requires: Vec<String>,
    /// What it must not have.
    pub forbids: Vec<String>,
    /// Why.
    pub because: String,
    /// How it is known, where the spec says so.
    pub evidence: Option<Evidence>,
}
