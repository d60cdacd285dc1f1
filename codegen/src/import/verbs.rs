//! What an operation is called: by its method and path where those are usual, else by the name in the document.

use super::words;
use crate::names;

/// A part of a path between slashes: words, or a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Words(Vec<String>),
    Parameter,
}

/// The steps of a path, without a version at its start.
pub(super) fn steps(path: &str) -> Vec<Step> {
    let step = |segment: &str| {
        if segment.contains('{') { Step::Parameter } else { Step::Words(words::of(segment)) }
    };
    let steps = path.split('/').filter(|segment| !segment.is_empty()).map(step);
    steps.skip_while(|step| matches!(step, Step::Words(words) if is_version(words))).collect()
}

fn is_version(words: &[String]) -> bool {
    let [word] = words else { return false };
    let digits = word.strip_prefix('v').unwrap_or(word);
    word == "api" || word == "rest" || !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Names for an operation in kebab-case, best first. One of them at least is a name.
pub(super) fn candidates(method: &str, path: &str, resource: &[String], operation_id: &str) -> Vec<String> {
    let steps = steps(path);
    let by_id = of_id(operation_id, resource);
    let whole = words::kebab(&words::of(operation_id));
    let by_path = of_path(method, &steps, resource);
    let mut spelt = vec![word_of(method).to_owned()];
    spelt.extend(steps.iter().flat_map(|step| match step {
        Step::Words(words) => words.clone(),
        Step::Parameter => Vec::new(),
    }));
    let spelt = words::kebab(&spelt);
    let all = by_path.into_iter().chain([by_id, whole, spelt, word_of(method).to_owned()]);
    let is_name = |name: &String| names::is_kebab(name) && names::is_identifier(&names::snake(name)) && name != "new";
    all.filter(is_name).collect()
}

fn word_of(method: &str) -> &'static str {
    match method {
        "GET" => "get",
        "POST" => "create",
        "PUT" => "replace",
        "PATCH" => "update",
        _ => "delete",
    }
}

/// The name in the document without the words of the resource.
pub(super) fn of_id(operation_id: &str, resource: &[String]) -> String {
    let is_of_resource = |word: &String| resource.contains(word) || resource.contains(&words::singular(word));
    let kept: Vec<String> = words::of(operation_id).into_iter().filter(|word| !is_of_resource(word)).collect();
    words::kebab(&kept)
}

/// The usual names for what is done at the address of a resource and below it.
fn of_path(method: &str, steps: &[Step], resource: &[String]) -> Option<String> {
    let is_resource = |step: &Step| matches!(step, Step::Words(words) if words::singular_of(words) == resource);
    let at = steps.iter().rposition(is_resource)?;
    let join = |verb: &str, words: &[String]| {
        let all: Vec<String> = std::iter::once(verb.to_owned()).chain(words.iter().cloned()).collect();
        Some(words::kebab(&all))
    };
    let is_plural = |words: &[String]| words::singular_of(words) != words;
    match &steps[at + 1..] {
        [] => {
            let is_several = matches!(&steps[at], Step::Words(words) if is_plural(words));
            Some(if method == "GET" && is_several { "list".to_owned() } else { word_of(method).to_owned() })
        }
        [Step::Parameter] => Some(if method == "POST" { "update" } else { word_of(method) }.to_owned())
            .map(|verb| if verb == "replace" { "update".to_owned() } else { verb }),
        [Step::Parameter, Step::Words(words)] | [Step::Words(words)] => match method {
            "POST" if is_plural(words) => join("create", &words::singular_of(words)),
            "POST" => Some(words::kebab(words)),
            "GET" if is_plural(words) => join("list", words),
            _ => join(word_of(method), words),
        },
        [Step::Parameter, Step::Words(words), Step::Parameter] => {
            join(if method == "POST" { "update" } else { word_of(method) }, &words::singular_of(words))
        }
        [Step::Parameter, Step::Words(words), Step::Parameter, Step::Words(action)] if method == "POST" => {
            let all: Vec<String> = action.iter().cloned().chain(words::singular_of(words)).collect();
            Some(words::kebab(&all))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_called_by_what_they_do() {
        let payment = vec!["payment".to_owned()];
        for (method, path, id, wanted) in [
            ("POST", "/v1/payments", "createPayment", "create"),
            ("GET", "/payments", "allPayments", "list"),
            ("GET", "/payment", "x", "get"),
            ("GET", "/payments/{id}", "x", "get"),
            ("PATCH", "/payments/{id}", "x", "update"),
            ("DELETE", "/payments/{id}", "x", "delete"),
            ("POST", "/payments/{id}/capture", "x", "capture"),
            ("POST", "/payments/{id}/refunds", "x", "create-refund"),
            ("GET", "/payments/{id}/refunds", "x", "list-refunds"),
            ("GET", "/payments/{id}/refunds/{refund}", "x", "get-refund"),
            ("POST", "/payments/{id}/refunds/{refund}/cancel", "x", "cancel-refund"),
            ("POST", "/checkout", "startPaymentCheckout", "start-checkout"),
            ("POST", "/checkout", "", "create-checkout"),
            ("POST", "/payments/{id}/move", "movePayment", "move-payment"),
        ] {
            assert_eq!(candidates(method, path, &payment, id)[0], wanted, "{method} {path}");
        }
    }
}
