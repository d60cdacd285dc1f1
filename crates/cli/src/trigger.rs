//! `payspec trigger`.

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command};
use control_client::model::{Map, TriggerEvent, TriggerEventRequired, WorldEvent};
use payspec_sandbox::centralpay;
use serde_json::{Value, json};

use crate::running::{self, Control};

pub(crate) fn command() -> Command {
    Command::new("trigger")
        .about("Post a test event to the webhooks of a running sandbox")
        .long_about(
            "Post a test event to the webhooks of a running sandbox. By default, it is about a sample object: the vendor's own \
             example or, if there is none, one made up from the description of the API. --about selects an object of the \
             world instead. MEMBER=VALUE overrides a member of either (amount=1500 card.first6=411111).",
        )
        .arg(
            Arg::new("event")
                .value_name("EVENT")
                .required_unless_present("list")
                .value_parser(EventName)
                .hide_possible_values(true)
                .help("The event type, such as TRANSACTION_SUCCEEDED"),
        )
        .arg(
            Arg::new("members")
                .value_name("MEMBER=VALUE")
                .num_args(0..)
                .value_parser(member)
                .help("Set a member of the object: amount=1500, card.first6=411111, refunds.0.amount=500"),
        )
        .arg(
            Arg::new("about")
                .long("about")
                .value_name("ID")
                .help("Send this object of the world, in its current state"),
        )
        .args(running::options())
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print one line of JSON"))
        .arg(
            Arg::new("list")
                .long("list")
                .action(ArgAction::SetTrue)
                .exclusive(true)
                .help("Print the names of all events, one on each line"),
        )
}

pub(crate) fn run(arguments: &ArgMatches) -> Result<(), String> {
    if arguments.get_flag("list") {
        for name in centralpay::EVENTS {
            println!("{name}");
        }
        return Ok(());
    }
    let text = |name: &str| arguments.get_one::<String>(name).cloned();
    let control = Control::of(arguments)?;
    let (name, world) = (text("event").unwrap_or_default(), control.world.clone());
    let mut params = TriggerEvent::new(TriggerEventRequired { world: world.clone().into(), name });
    if let Some(id) = text("about") {
        params = params.about(id);
    }
    let members = arguments.get_many::<(String, String)>("members").into_iter().flatten();
    let fields = fields(members)?;
    if !fields.is_empty() {
        params = params.fields(fields);
    }
    let client = &control.client;
    let explained = |error| control.explain(&error, "");
    // They are counted first: once the event is triggered, nothing may look like a failure.
    let webhooks = client.subscriptions().list(world).send().map_err(explained)?.value.len();
    let event = client.events().trigger(params).send().map_err(explained)?.value;
    if arguments.get_flag("json") {
        print_json(&event, webhooks);
    } else {
        print_line(&event, webhooks);
    }
    Ok(())
}

fn print_line(event: &WorldEvent, webhooks: usize) {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    println!("{} {} about {}", text(&event.name), event.id.as_str(), text(&event.about));
    match webhooks {
        0 => println!("The world has no webhook: add one with `payspec sandbox --webhook URL` or by the control API."),
        1 => println!("Posted to 1 webhook."),
        number => println!("Posted to {number} webhooks."),
    }
}

fn print_json(event: &WorldEvent, webhooks: usize) {
    let body = event.body.as_deref().and_then(|body| serde_json::from_str::<Value>(body).ok());
    println!(
        "{}",
        json!({ "id": event.id.as_str(), "name": event.name, "about": event.about, "webhooks": webhooks, "body": body })
    );
}

/// The name of an event. Shells complete it.
#[derive(Clone)]
struct EventName;

impl TypedValueParser for EventName {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        let name = StringValueParser::new().parse_ref(command, argument, value)?;
        if centralpay::EVENTS.contains(&name.as_str()) {
            return Ok(name);
        }
        let advice = match centralpay::nearest_event(&name) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`payspec trigger --list` prints all".to_owned(),
        };
        let message = format!("there is no event `{}`; {advice}\n", name.escape_debug());
        Err(clap::Error::raw(clap::error::ErrorKind::InvalidValue, message).with_cmd(command))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(centralpay::EVENTS.iter().map(PossibleValue::new)))
    }
}

/// `amount=1500`: a path and a text. The sandbox knows its type.
fn member(text: &str) -> Result<(String, String), String> {
    let (path, value) = text.split_once('=').ok_or("a member is given as MEMBER=VALUE, such as amount=1500")?;
    Ok((path.to_owned(), value.to_owned()))
}

fn fields<'a>(members: impl Iterator<Item = &'a (String, String)>) -> Result<Map<String>, String> {
    let mut fields = Map::new();
    for (path, value) in members {
        if fields.insert(path, value.clone()).is_some() {
            return Err(format!("`{path}` is given twice"));
        }
    }
    Ok(fields)
}
