//! Sandboxes that keep their worlds in a file, and snapshots.

use std::path::Path;
use std::time::Duration;

use centralpay_model::CaptureStatus;
use control_client::ClientBuilder;
use control_client::model::{RestoreWorld, RestoreWorldRequired, SnapshotWorld, SnapshotWorldRequired};
use payspec_sandbox::Sandbox;
use rusqlite::Connection;

use crate::own_client::{client, pay};
use crate::support::CARD;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn open(file: &Path) -> Sandbox {
    Sandbox::builder().data(file).start().await.expect("the file can be opened")
}

/// Why a sandbox does not start with a file, without its name.
async fn refused(file: &Path) -> String {
    let error = Sandbox::builder().data(file).start().await.expect_err("the file cannot be opened").to_string();
    error.replace(&file.display().to_string(), "FILE")
}

#[tokio::test]
async fn a_sandbox_continues_where_it_ended() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("worlds.sqlite");
    let first = Sandbox::builder().data(&file).seed(7).start().await.expect("the file is new");
    let world = first.world("shop");
    let paid = pay(&client(&first, &world), &world, CARD).await.expect("it is approved");
    world.clock().advance(40 * DAY).await;
    let _ = world.faults().nth(3).post("/transaction").drop_after_commit();
    let (now, merchant) = (world.clock().now(), world.merchant());
    let records = world.inspect(|world| world.records().expect("all objects can be written"));
    first.saved().await.expect("the file is written");
    drop((first, world));

    let second = open(&file).await;
    let world = second.world("shop");
    assert_eq!(world.merchant(), merchant, "the seed is that of the file");
    let kept = world.inspect(|world| world.records().expect("all objects can be written"));
    assert_eq!(kept[1..], records[1..], "all but the clock is the same");
    let ahead = world.clock().now().since(now);
    assert!(ahead < Duration::from_secs(60), "the clock goes on: {ahead:?}");
    let again = client(&second, &world).transactions().get(paid.transaction_id).await.expect("it exists");
    assert_eq!(again.capture_status, Some(CaptureStatus::Cleared));
    assert_eq!(world.faults().list().len(), 1);
}

/// A world that was reset leaves nothing of what it was in the file.
#[tokio::test]
async fn a_reset_world_is_empty_in_the_file_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("worlds.sqlite");
    let sandbox = open(&file).await;
    let world = sandbox.world("shop");
    pay(&client(&sandbox, &world), &world, CARD).await.expect("it is approved");
    world.reset().await;
    sandbox.saved().await.expect("the file is written");
    drop((sandbox, world));
    let world = open(&file).await.world("shop");
    assert!(world.requests().is_empty() && world.webhooks().events().is_empty());
}

#[tokio::test]
async fn a_file_that_is_not_ours_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("worlds.sqlite");
    std::fs::write(&file, "a letter to my bank, which is longer than the head of a file of SQLite is".repeat(3))
        .expect("a writable folder");
    let before = std::fs::read(&file).expect("it is there");
    assert_eq!(refused(&file).await, "`FILE` is not a file of a sandbox; name another one");
    assert_eq!(std::fs::read(&file).expect("it is there"), before);
    std::fs::remove_file(&file).expect("it is there");
    Connection::open(&file).and_then(|other| other.execute_batch("CREATE TABLE thing (x)")).expect("a database");
    assert_eq!(refused(&file).await, "`FILE` is not a file of a sandbox; name another one");

    let mine = folder.path().join("mine.sqlite");
    let sandbox = open(&mine).await;
    assert_eq!(refused(&mine).await, "`FILE` is in use by another process; stop it, or name another file");
    sandbox.world("shop");
    sandbox.saved().await.expect("the file is written");
    drop(sandbox);
    let seeded = Sandbox::builder().data(&mine).seed(5).start().await.expect_err("it has another seed").to_string();
    assert!(seeded.contains("was created with the seed 0, not 5; give that seed or none"), "{seeded}");
    let change = |sql: &str| Connection::open(&mine).and_then(|file| file.execute_batch(sql)).expect("a database");
    change("UPDATE record SET value = '{\"name\":3}' WHERE kind = 'world'");
    let damaged = refused(&mine).await;
    assert!(damaged.starts_with("`FILE` is damaged: world `shop`, record `world` ``: invalid type"), "{damaged}");
    change("UPDATE record SET kind = 'moon'");
    assert_eq!(refused(&mine).await, "`FILE` is damaged: unknown kind of record `moon`");
    change("DELETE FROM world");
    assert_eq!(refused(&mine).await, "`FILE` is damaged: it has records of the world `shop`, and not the world");
    change("DELETE FROM file");
    assert_eq!(refused(&mine).await, "`FILE` is damaged: its seed is missing");
    change("PRAGMA user_version = 9");
    let other = refused(&mine).await;
    assert!(other.starts_with("`FILE` was written by another version of payspec (format 9; this version"), "{other}");
}

#[tokio::test]
async fn a_path_that_cannot_be_a_file_is_reported_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name);
    let no_folder = format!("cannot open `FILE`: there is no folder `{}`; create it first", path("no/such").display());
    assert_eq!(refused(&path("no/such/file")).await, no_folder);
    assert_eq!(
        refused(folder.path()).await,
        "cannot open `FILE`: it is a folder; name a file in it, such as `FILE/worlds.sqlite`"
    );
    let sandbox = Sandbox::start().await.expect("a port is free");
    for end in ["-wal", "-shm", "-journal"] {
        let named = path(&format!("worlds.sqlite{end}"));
        let why = format!("SQLite uses names that end in `{end}` for what belongs to another file; name another one");
        assert_eq!(refused(&named).await, format!("cannot open `FILE`: {why}"));
        let refused = sandbox.world("shop").snapshot(&named).await.expect_err("it belongs to a file").to_string();
        assert_eq!(refused, format!("cannot write `{}`: {why}", named.display()));
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is created");
}

/// What cannot be written is not acknowledged.
#[tokio::test]
async fn a_file_that_cannot_be_written_ends_all_answers() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("worlds.sqlite");
    drop(open(&file).await);
    let limited = Connection::open(&file).expect("a database");
    limited.execute_batch("CREATE TRIGGER full BEFORE INSERT ON record WHEN new.kind = 'event' BEGIN SELECT RAISE(FAIL, 'the disk is full'); END").expect("a database");
    drop(limited);
    let sandbox = open(&file).await;
    let world = sandbox.world("shop");
    let error = pay(&client(&sandbox, &world), &world, CARD).await.expect_err("it cannot be kept");
    assert_eq!(error.status(), Some(500), "{error}");
    let why = sandbox.saved().await.expect_err("it cannot be kept").to_string();
    assert!(why.starts_with("cannot write `") && why.ends_with("the disk is full"), "{why}");
}

#[tokio::test]
async fn a_snapshot_is_restored_as_often_as_a_test_likes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (file, other) = (folder.path().join("paid.sqlite"), folder.path().join("notes.txt"));
    let sandbox = Sandbox::start().await.expect("a port is free");
    let world = sandbox.world("shop");
    let client = client(&sandbox, &world);
    let control = ClientBuilder::at(sandbox.control_url()).build().expect("a client");
    let paid = pay(&client, &world, CARD).await.expect("it is approved").transaction_id;
    let text = |path: &Path| path.to_str().expect("a text").to_owned();
    control
        .worlds()
        .snapshot(SnapshotWorld::new(SnapshotWorldRequired { world: "shop".into(), file: text(&file) }))
        .await
        .expect("it is written");
    let mut later = Vec::new();
    for _ in 0..2 {
        world.clock().advance(2 * DAY).await;
        later.push(pay(&client, &world, CARD).await.expect("it is approved").transaction_id);
        control
            .worlds()
            .restore(RestoreWorld::new(RestoreWorldRequired { world: "shop".into(), file: text(&file) }))
            .await
            .expect("it is read");
    }
    let found = client.transactions().get(paid.clone()).await.expect("it exists");
    assert_eq!(found.capture_status, Some(CaptureStatus::Captured), "it is not cleared yet");
    assert!(client.transactions().get(later[0].clone()).await.is_err(), "it was paid later");
    assert_eq!(later[0], later[1], "the same identifiers come again");

    std::fs::write(&other, "notes").expect("a writable folder");
    let refused = world.snapshot(&other).await.expect_err("it is something else").to_string();
    assert!(refused.ends_with("notes.txt` is not a file of a sandbox; name another one"), "{refused}");
    let foreign = sandbox.world("other").restore(&file).await.expect_err("it is of another world").to_string();
    assert!(foreign.ends_with("paid.sqlite` is a snapshot of the world `shop`, not `other`"), "{foreign}");
    let missing = control
        .worlds()
        .restore(RestoreWorld::new(RestoreWorldRequired { world: "shop".into(), file: "no/such/file".into() }))
        .await
        .expect_err("no file");
    let (field, why) = &missing.field_errors()[0];
    control
        .worlds()
        .restore(RestoreWorld::new(RestoreWorldRequired { world: "typo".into(), file: "no/such/file".into() }))
        .await
        .expect_err("no file");
    assert!(control.worlds().get("typo").await.is_err(), "no world was made");
    assert!(missing.status() == Some(400) && field == "file" && why.contains("no/such/file"), "{missing:?}");
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry")).collect();
    assert_eq!(left.len(), 2, "nothing is left beside the files: {left:?}");
}

/// A snapshot is a file of a sandbox, and the file of a running sandbox is not replaced by a snapshot.
#[tokio::test]
async fn a_snapshot_can_be_continued() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (data, file) = (folder.path().join("worlds.sqlite"), folder.path().join("paid.sqlite"));
    let sandbox = open(&data).await;
    let world = sandbox.world("shop");
    pay(&client(&sandbox, &world), &world, CARD).await.expect("it is approved");
    let own = world.snapshot(&data).await.expect_err("it is in use").to_string();
    assert!(own.ends_with("worlds.sqlite` is the file of the sandbox itself; name another one"), "{own}");
    world.snapshot(&file).await.expect("it is written");
    let continued = open(&file).await;
    assert_eq!(continued.world("shop").requests().len(), world.requests().len());

    // A file with what others have done is not replaced, also when nobody has it open.
    drop(continued);
    let refused = loop {
        let refused = world.snapshot(&file).await.expect_err("it is the file of a sandbox").to_string();
        // The sandbox may still be closing its file.
        if !refused.contains("-wal") && !refused.contains("whose log") && !refused.contains("in use") {
            break refused;
        }
    };
    assert!(refused.contains("paid.sqlite` is not a snapshot but the file of a sandbox"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn snapshots_to_one_file_do_not_disturb_each_other() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("paid.sqlite");
    let world = Sandbox::start().await.expect("a port is free").world("shop");
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (world, file) = (world.clone(), file.clone());
        all.spawn(async move { world.snapshot(file).await });
    }
    while let Some(written) = all.join_next().await {
        written.expect("it does not panic").expect("it is written");
    }
    world.restore(&file).await.expect("it is complete");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left beside it");
}

/// A sandbox that has ended leaves everything in its file, and nothing next to it.
#[tokio::test(flavor = "multi_thread")]
async fn an_ended_sandbox_leaves_one_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (file, copy) = (folder.path().join("worlds.sqlite"), folder.path().join("copy.sqlite"));
    let sandbox = open(&file).await;
    let world = sandbox.world("shop");
    pay(&client(&sandbox, &world), &world, CARD).await.expect("it is approved");
    let requests = world.requests().len();
    drop((sandbox, world));
    let log = folder.path().join("worlds.sqlite-wal");
    for _ in 0..500 {
        if !log.exists() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(!log.exists(), "the file is closed");
    std::fs::copy(&file, &copy).expect("a writable folder");
    assert_eq!(open(&copy).await.world("shop").requests().len(), requests);
}

/// A clock that was far ahead when the sandbox was killed does not stand still until real time has come there.
#[tokio::test]
async fn a_clock_goes_on_after_an_interrupted_advance() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("worlds.sqlite");
    let sandbox = open(&file).await;
    sandbox.world("shop").clock().advance(40 * DAY).await;
    sandbox.saved().await.expect("the file is written");
    drop(sandbox);
    let changed = loop {
        // The sandbox may still be closing its file.
        let changed = Connection::open(&file).and_then(|file| file.execute("UPDATE world SET ahead_millis = 0", []));
        if let Ok(changed) = changed {
            break changed;
        }
    };
    assert_eq!(changed, 1);
    let sandbox = open(&file).await;
    let world = sandbox.world("shop");
    let before = world.clock().now();
    tokio::time::sleep(Duration::from_millis(30)).await;
    assert!(world.clock().now() > before);
}

#[tokio::test]
async fn a_restored_clock_shows_the_time_of_the_snapshot() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("later.sqlite");
    let world = Sandbox::start().await.expect("a port is free").world("shop");
    world.clock().advance(40 * DAY).await;
    world.snapshot(&file).await.expect("it is written");
    let then = world.clock().now();
    world.clock().advance(40 * DAY).await;
    world.restore(&file).await.expect("it is read");
    assert!(world.clock().now().since(then) < DAY, "not forty days later");
    assert!(then.since(world.clock().now()) < Duration::from_secs(5), "and not earlier");
}
