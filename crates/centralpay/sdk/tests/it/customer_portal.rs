use payspec::centralpay::customer_portal::{home, link};
use payspec::centralpay::model::{CustomerId, Environment};

/// L2592-2597.
#[test]
fn each_environment_has_its_addresses() {
    let customer = CustomerId::from("aae4d8c0");
    assert_eq!(home(Environment::Test), "https://test-customer.centralpay.net/home");
    assert_eq!(home(Environment::Production), "https://customer.centralpay.net/home");
    assert_eq!(link(Environment::Test, &customer), "https://test-customer.centralpay.net/customer/?uuid=aae4d8c0");
    assert_eq!(link(Environment::Production, &customer), "https://customer.centralpay.net/customer/?uuid=aae4d8c0");
}

/// An id comes from a peer, and the address is put into pages.
#[test]
fn an_id_cannot_leave_its_place() {
    let odd = CustomerId::from("a&next=//evil.example/#\"><é");
    let link = link(Environment::Production, &odd);
    assert_eq!(
        link,
        "https://customer.centralpay.net/customer/?uuid=a%26next%3D%2F%2Fevil.example%2F%23%22%3E%3C%C3%A9"
    );
}
