//! The remaining steps of an application for an account.
//!
//! An application has two workflows, one for the person and one for the account; each has activities, which consist of
//! steps. This module lists the steps.
//!
//! ```
//! use payspec::centralpay::model::{StepElementVariant, StepElementStatus};
//! use payspec::centralpay::onboarding;
//! use payspec::centralpay::webhook::{Event, decode};
//!
//! let body = br#"{"eventId": "e-1", "type": "ONBOARDING_ENROLLMENT_STATUS_UPDATED", "object": {"uuid": "a-1",
//!     "profile": {"workflow": {"status": "ON_GOING", "activities": [{"name": "Identity", "step_elements": [
//!         {"element-type": "email", "status": "COMPLETED", "value": "jane@example.com"},
//!         {"element-type": "birthday", "status": "ON_GOING", "value": null}]}]}}}}"#;
//! let Event::OnboardingEnrollmentStatusUpdated(event) = decode(body.as_slice()) else { panic!("another event") };
//!
//! let mut missing = Vec::new();
//! for (activity, step) in onboarding::steps(&event.object) {
//!     if step.status != Some(StepElementStatus::Completed) {
//!         missing.push((activity.name.as_deref(), step.variant.tag()));
//!     }
//!     match &step.variant {
//!         StepElementVariant::Email(email) => assert!(email.value.is_some()),
//!         StepElementVariant::Unrecognized(_) => println!("newer than this version: {:?}", step.variant.tag()),
//!         _ => {} // names, address, identity document and so on
//!     }
//! }
//! assert_eq!(missing, [(Some("Identity"), Some("birthday"))]);
//! ```
//!
//! To apply, set the known data of the person and choose the use case:
//!
//! ```
//! use payspec::centralpay::model::{CreateMerchantEnrollment, EnrollmentPerson, EnrollmentType, EnrollmentValue};
//!
//! let person = EnrollmentPerson::new()
//!     .firstname(EnrollmentValue::new("Jane"))
//!     .lastname(EnrollmentValue::new("Doe"))
//!     .email(EnrollmentValue::new("jane@example.com"))
//!     .phone(EnrollmentValue::new("+33712345678"));
//! let params = CreateMerchantEnrollment::new().enrollment_type(EnrollmentType::Individual).profile(person);
//! // Lists everything that the published request has and this one lacks, such as the vendor's workflow IDs.
//! let missing = params.validate_for(CreateMerchantEnrollment::INDIVIDUAL).unwrap_err();
//! assert!(missing.to_string().contains("workflowDefinition"));
//! ```

use centralpay_model::{EnrollmentActivity, MerchantEnrollment, StepElement};

/// Returns all steps with their activities: first those of the person, then those of the account.
pub fn steps(application: &MerchantEnrollment) -> impl Iterator<Item = (&EnrollmentActivity, &StepElement)> {
    let person = application.profile.iter().flat_map(|profile| &profile.workflow);
    let activities = person.chain(&application.workflow).flat_map(|workflow| workflow.activities.iter().flatten());
    activities.flat_map(|activity| activity.step_elements.iter().flatten().map(move |step| (activity, step)))
}
