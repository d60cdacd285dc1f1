//! The Onboarding API through the generated client: at a host of its own, with steps of many kinds.

use payspec::centralpay::model::*;
use payspec::centralpay::webhook::{Event, decode};
use payspec::centralpay::{Client, ClientBuilder};
use serde_json::{Value, json};

use payspec_test_support::files;
use payspec_test_support::server::Server;

const APPLICATION: &str = "c2e03650-2427-4c25-aa31-016c63f7261b";

/// The object of a documented webhook: what the API answers about the same thing.
fn object(name: &str) -> Value {
    files::one("webhooks", name)["object"].clone()
}

fn onboarding() -> Server {
    let created = object("ONBOARDING_ENROLLMENT_CREATED");
    Server::start([
        ("POST /api/legal-entity/siren".to_owned(), (200, files::one("responses", "legal-entity-siren"))),
        ("POST /api/merchant-enrollment/".to_owned(), (200, created.clone())),
        (format!("GET /api/merchant-enrollment/{APPLICATION}"), (200, object("ONBOARDING_ENROLLMENT_STATUS_UPDATED"))),
        ("GET /api/merchant-enrollment/?customReference=shop-17".to_owned(), (200, json!([created]))),
    ])
}

fn client(main: &Server, onboarding: &Server) -> Client {
    let builder = ClientBuilder::at(main.url()).onboarding_at(onboarding.url());
    builder.credentials("login", "password").accept_language("fr").build().expect("complete settings")
}

#[tokio::test]
async fn a_french_company_applies_by_its_siren() {
    let (main, onboarding) = (Server::start([]), onboarding());
    let client = client(&main, &onboarding);
    let company = client.legal_entities().look_up_siren(LookUpSiren::new("123456789")).await.expect("found");
    assert_eq!((company.denomination.as_deref(), company.is_struck_off), (Some("SOCIETE TEST"), Some(false)));

    let application = CreateMerchantEnrollment::new().identity_badge(company.uuid).custom_reference("shop-17");
    let call = client.merchant_enrollments().create(application).profile(CreateMerchantEnrollment::FRENCH_COMPANY);
    let made = call.header("Browser-IP", "203.0.113.7").await.expect("made");
    assert_eq!((made.uuid.as_str(), made.risk_level), (APPLICATION, Some(RiskLevel::Low)));

    let found = client.merchant_enrollments().search(SearchMerchantEnrollment::new().custom_reference("shop-17"));
    assert_eq!(found.await.expect("found").items[0].uuid, made.uuid);

    let seen = onboarding.seen();
    assert!(seen.iter().all(|request| request.header("authorization").is_some()));
    assert!(seen.iter().all(|request| request.header("accept-language") == Some("fr")));
    let addresses: Vec<_> = seen.iter().map(|request| request.header("browser-ip")).collect();
    assert_eq!(addresses, [None, Some("203.0.113.7"), None], "an address belongs to one person");
    assert!(main.seen().is_empty(), "nothing of an application reaches the other API");
}

#[tokio::test]
async fn the_steps_of_an_application_are_of_many_kinds() {
    let (main, onboarding) = (Server::start([]), onboarding());
    let application = client(&main, &onboarding).merchant_enrollments().get(APPLICATION).await.expect("read");
    let person = application.profile.expect("a person");
    let birthday = person.birthday.and_then(|step| step.value).expect("a day");
    assert_eq!(birthday.calendar_date(), Some((1993, 1, 1)));
    let workflow = person.workflow.expect("what the person has to give");
    assert_eq!(workflow.status, Some(EnrollmentWorkflowStatus::Accepted));
    let steps = workflow.activities.expect("activities").remove(0).step_elements.expect("steps");
    let (mut town, mut papers) = (None, None);
    for step in steps {
        assert_eq!(step.status, Some(StepElementStatus::Completed), "what all kinds have needs no match");
        match step.variant {
            StepElementVariant::Address(address) => town = address.locality,
            StepElementVariant::IdentityDocument(document) => papers = document.document_type,
            StepElementVariant::Unrecognized(other) => panic!("an unknown kind: {other:?}"),
            _ => {}
        }
    }
    assert_eq!((town.as_deref(), papers), (Some("Tours"), Some(IdentityDocumentType::Passport)));
}

/// Companies give papers of which no sample is published.
#[test]
fn a_kind_of_step_that_is_not_known_costs_nothing() {
    let mut sample = files::one("webhooks", "ONBOARDING_ENROLLMENT_CREATED");
    let step = json!({
        "uuid": "b0a1", "status": "ON_GOING", "element-type": "company-registration", "siren": "123456789", "history": [null],
    });
    let steps = "/object/workflow/activities/0/step_elements";
    *sample.pointer_mut(steps).expect("a list of the sample") = json!([step]);
    let event = decode(sample.to_string());
    let Event::OnboardingEnrollmentCreated(created) = &event else { panic!("{event:?}") };
    let activity = &created.object.workflow.as_ref().expect("a workflow").activities.as_ref().expect("activities")[0];
    let read = &activity.step_elements.as_ref().expect("steps")[0];
    assert_eq!(
        (read.variant.tag(), read.status.as_ref()),
        (Some("company-registration"), Some(&StepElementStatus::OnGoing))
    );
    let back = serde_json::to_value(&event).expect("an event is plain JSON");
    assert_eq!(back.pointer(steps), sample.pointer(steps));
    assert!(!format!("{activity:?}").contains("123456789"));
}

#[test]
fn the_host_of_production_is_said_to_be_a_guess() {
    let service = &SERVICES[0];
    let level = |name: &str| service.hosts.iter().find(|host| host.environment == name).map(|host| host.evidence.level);
    assert_eq!(level("test"), Some(payspec_core::EvidenceLevel::Documented));
    assert_eq!(level("production"), Some(payspec_core::EvidenceLevel::Inferred));
    assert!(Environment::Production.onboarding_base_url().is_some());
}
