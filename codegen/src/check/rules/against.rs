//! Rules that hold a request against an object as it is.

use crate::check::say;
use crate::check::scope::Scope;
use crate::check::walk::{Group, Owner};
use crate::diag::{About, Diagnostic, code};
use crate::raw::Sp;
use crate::raw::rule::Rule;
use crate::resolve::rules::paths;
use crate::symbols::{Decl, Symbol};

/// The object that a rule names; what is wrong with the name is reported.
pub(super) fn object<'a>(scope: &Scope<'a>, group: &Group<'a>, raw: &Rule, name: &Sp<String>) -> Option<Symbol<'a>> {
    let (what, help) = match group.owner {
        Owner::Operation(_) => ("", ""),
        Owner::File(..) => ("file", "a row has no current object: remove `against`"),
        Owner::Object(_) | Owner::Union(_) | Owner::Variant(..) => {
            ("object", "move the rule to the operation that sends the object")
        }
    };
    if !what.is_empty() {
        let message = format!("`against` is not allowed in a rule of {} {what}", say::article(what));
        scope.report(
            Diagnostic::new(code::RULE_SHAPE, name.span, message)
                .label("only allowed in rules of operations")
                .help(help),
        );
        return None;
    }
    let objects = || scope.symbols.all.iter().filter(|symbol| matches!(symbol.decl, Decl::Object(_)));
    let found = objects().find(|symbol| symbol.name == name.value);
    if found.is_none() && !scope.may_declare("objects", name) {
        let known = objects().map(|symbol| symbol.name);
        let mut unknown = say::unknown(code::RULE_FIELD, "object", name, known).about(About::missing("type", name));
        // Paths start with the name as well: one change would not fix it.
        if paths(raw).iter().any(|path| path.split('.').next() == Some(name.as_str()))
            && let Some(patch) = unknown.patch.take()
        {
            unknown = unknown.help(format!("use `{}`, here and at the start of paths", patch.text));
        }
        scope.report(unknown);
    }
    found.copied()
}

/// A rule against an object looks at it.
pub(super) fn used(scope: &Scope<'_>, group: &Group<'_>, raw: &Sp<Rule>, object: Symbol<'_>) {
    let paths = paths(raw);
    let starts = || paths.iter().map(|path| path.split('.').next().unwrap_or_default());
    // A path that leads nowhere may be the one; that, and a rule without a check, are reported.
    let is_known = !paths.is_empty() && starts().all(|first| group.fields.get(first).is_some());
    if is_known && !scope.has_lost(raw.span) {
        let span = raw.against.as_ref().map_or(raw.name.span, |against| against.span);
        scope.report(
            Diagnostic::new(code::RULE_SHAPE, span, format!("the rule does not use `{}`", object.name))
                .label("no path starts with it")
                .help(format!("write a path such as `{}.<field>`, or remove `against`", object.name)),
        );
    }
}
