//! What public clients show: where login and password go, filters of lists, words of tokens, texts of requests.

use payspec::lyra_marketplace::model::{
    CreateOrder, CreateOrderRequired, CreateToken, Environment, ListItemTransfers, ListOrderRefunds,
    ListOrderTransfers, ListSellerTransfers, ListTransactionTransfers, NewBuyer, NewBuyerRequired, NewItem,
    NewItemRequired, RefundStatus, Token, TokenStatus,
};
use payspec::lyra_marketplace::{Amount, Client};
use serde_json::json;

use super::{MARKETPLACE, builder};
use payspec_test_support::server::{Reply, Server};

/// Login and password are attested without `/v1`, keys with it.
#[test]
fn each_way_to_authenticate_has_its_address() {
    for (environment, login, key) in [
        (Environment::Test, "https://secure.lyra.com/marketplace-test", "https://secure.lyra.com/marketplace-test/v1"),
        (Environment::Production, "https://secure.lyra.com/marketplace", "https://secure.lyra.com/marketplace/v1"),
    ] {
        let with_login = Client::builder(environment).credentials("login", "password").build().expect("complete");
        assert_eq!(with_login.http().base_url(), login);
        let with_key = Client::builder(environment).api_key("id", "secret").build().expect("complete");
        assert_eq!(with_key.http().base_url(), key);
        assert_eq!(Client::builder(environment).build().expect("complete").http().base_url(), key);
    }
    // An address that the caller gives is the address.
    let own = payspec::lyra_marketplace::ClientBuilder::at("https://secure.lyra.com/marketplace/v1");
    let own = own.credentials("login", "password").build().expect("complete");
    assert_eq!(own.http().base_url(), "https://secure.lyra.com/marketplace/v1");
}

#[tokio::test]
async fn lists_are_filtered_as_the_generated_client_does() {
    let api = Server::responding(|request| {
        if request.path.ends_with("/token") {
            return Reply::json(200, &json!({"access_token": "t", "expires_in": 300}));
        }
        Reply::json(200, &json!({"count": 0, "results": []}))
    });
    let client = builder(&api).build().expect("complete settings");
    let refunds = ListOrderRefunds::new("o-1")
        .uuid("r-1")
        .transaction("t-1")
        .amount(Amount::from_minor(500))
        .status(RefundStatus::Pending);
    client.orders().list_refunds(refunds).await.expect("found");
    client.orders().list_transfers(ListOrderTransfers::new("o-1").item("i-1")).await.expect("found");
    client.sellers().list_transfers(ListSellerTransfers::new("s-1").item("i-1")).await.expect("found");
    client.transactions().list_transfers(ListTransactionTransfers::new("t-1").item("i-1")).await.expect("found");
    client.items().list_transfers(ListItemTransfers::new("i-1")).await.expect("found");
    let seen: Vec<String> = api.seen().into_iter().map(|request| request.path).collect();
    assert_eq!(
        seen[1..],
        [
            "/v1/orders/o-1/refunds?uuid=r-1&transaction=t-1&amount=500&status=PENDING",
            "/v1/orders/o-1/transfers?item=i-1",
            "/v1/sellers/s-1/transfers?item=i-1",
            "/v1/transactions/t-1/transfers?item=i-1",
            "/v1/items/i-1/transfers",
        ]
    );
}

#[test]
fn the_words_of_a_token_are_known() {
    for word in ["CREATED", "PENDING", "SUCCEEDED", "CANCELLED", "FAILED", "ABANDONED"] {
        let token: Token = serde_json::from_value(json!({"uuid": "k-1", "status": word})).expect("a token");
        let status = token.status.expect("its status");
        assert!(!matches!(status, TokenStatus::Unrecognized(_)), "{word}");
        assert_eq!(status.is_final(), !["CREATED", "PENDING"].contains(&word), "{word}");
    }
}

/// The two texts of a buyer are taken one after the other, so they are easily swapped.
#[test]
fn swapped_texts_of_a_buyer_are_found() {
    let swapped = || {
        NewBuyer::new(NewBuyerRequired {
            kind: "PRIVATE".into(),
            email: "+33612345678".into(),
            phone_number: "jane@example.com".into(),
        })
    };
    let right = || {
        NewBuyer::new(NewBuyerRequired {
            kind: "PRIVATE".into(),
            email: "jane@example.com".into(),
            phone_number: "+33612345678".into(),
        })
    };
    CreateToken::new(MARKETPLACE, right()).validate().expect("an address and a number");
    let said = CreateToken::new(MARKETPLACE, swapped()).validate().expect_err("no address").to_string();
    assert!(said.contains("buyer.email") && !said.contains("+336"), "{said}");
    CreateOrder::new(CreateOrderRequired {
        marketplace: MARKETPLACE.into(),
        reference: "order-17".into(),
        buyer: swapped(),
        currency: "EUR".into(),
    })
    .validate()
    .expect_err("no address");
}

#[test]
fn letters_that_a_description_cannot_have_are_warned_of() {
    let order = |description: &str| {
        let buyer = NewBuyer::new(NewBuyerRequired {
            kind: "PRIVATE".into(),
            email: "jane@example.com".into(),
            phone_number: "+33612345678".into(),
        });
        let item = NewItem::new(NewItemRequired {
            reference: "item-1".into(),
            description: description.into(),
            amount: Amount::from_minor(4990),
        });
        CreateOrder::new(CreateOrderRequired {
            marketplace: MARKETPLACE.into(),
            reference: "order-17".into(),
            buyer,
            currency: "EUR".into(),
        })
        .items([item])
    };
    assert!(order("Shoes - brown_2").warnings().is_none());
    let said = order("Crème brûlée").warnings().expect("accents").to_string();
    assert!(said.contains("items[0].description"), "{said}");
    order("Crème brûlée").validate().expect("it is sent all the same");
}
