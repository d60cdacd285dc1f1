//! A browser that is driven: it clicks, types, and looks into frames.

use std::io::{BufRead, BufReader};
use std::ops::Deref;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use thirtyfour::{By, ChromiumLikeCapabilities, DesiredCapabilities, WebDriver, WebElement};

use crate::chromium::program;

/// How wide a window is, and which colours its owner prefers.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub width: u32,
    pub height: u32,
    pub is_dark: bool,
}

impl Look {
    pub const DESKTOP: Self = Self { width: 1280, height: 1000, is_dark: false };
    pub const PHONE: Self = Self { width: 390, height: 844, is_dark: false };

    pub fn dark(self) -> Self {
        Self { is_dark: true, ..self }
    }
}

/// A browser with its driver, which end with it.
pub struct Driver {
    web: WebDriver,
    /// ends with the value
    _program: Program,
}

struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Driver {
    pub async fn start(look: Look, has_script: bool) -> Self {
        // The HTTP client of the driver asks for one, although it speaks plain HTTP.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut program = Program(
            Command::new(std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into()))
                .arg("--port=0")
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("chromedriver starts: `apt-get install chromium-driver`, or set CHROMEDRIVER to its path"),
        );
        let lines = BufReader::new(program.0.stdout.take().expect("it is piped")).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let port = port.expect("chromedriver says on which port it listens");
        let mut wanted = DesiredCapabilities::chrome();
        wanted.set_binary(program_path().as_str()).expect("a path");
        let (width, height) = (look.width, look.height);
        for argument in [
            "--headless=new",
            // Containers have none for it; only pages of this test are opened.
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--hide-scrollbars",
            &format!("--window-size={width},{height}"),
            &format!("--blink-settings=preferredColorScheme={},scriptEnabled={has_script}", u8::from(!look.is_dark)),
        ] {
            wanted.add_arg(argument).expect("an argument");
        }
        let web = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await.expect("Chromium starts");
        // A window has borders, and the least width of a desktop's window is above that of a phone.
        web.set_window_rect(0, 0, width, height).await.expect("a size");
        Self { web, _program: program }
    }

    /// The part of a page with a `data-testid`, as soon as it is there and can be seen.
    pub async fn part(&self, id: &str) -> WebElement {
        use thirtyfour::prelude::ElementQueryable;
        let query = self.web.query(By::Css(format!("[data-testid=\"{id}\"]"))).desc(id);
        match query.wait(std::time::Duration::from_secs(20), std::time::Duration::from_millis(20)).first().await {
            Ok(found) => found,
            Err(error) => {
                let shown = self.web.source().await.unwrap_or_default();
                panic!("there is no {id}: {error}\n{shown}")
            }
        }
    }

    pub async fn has(&self, id: &str) -> bool {
        let found = self.web.find_all(By::Css(format!("[data-testid=\"{id}\"]"))).await;
        found.is_ok_and(|found| !found.is_empty())
    }

    /// Clicks on a part.
    pub async fn click(&self, id: &str) {
        self.part(id).await.click().await.unwrap_or_else(|error| panic!("{id}: {error}"));
    }

    /// Types into a part.
    pub async fn enter(&self, id: &str, text: &str) {
        let part = self.part(id).await;
        part.clear().await.unwrap_or_else(|error| panic!("{id}: {error}"));
        part.send_keys(text).await.unwrap_or_else(|error| panic!("{id}: {error}"));
    }

    /// Chooses an option of a list.
    pub async fn choose(&self, id: &str, option: &str) {
        let list = thirtyfour::components::SelectElement::new(&self.part(id).await).await.expect("a list");
        list.select_by_exact_text(option).await.unwrap_or_else(|error| panic!("{option}: {error}"));
    }

    /// Waits until a part, which changes by itself, has a text.
    pub async fn wait_for_text(&self, id: &str, text: &str) {
        let mut shown = String::new();
        for _ in 0..200 {
            // It may be replaced while it is read.
            shown = self.part(id).await.text().await.unwrap_or_default();
            if shown.split_whitespace().collect::<Vec<_>>().join(" ").contains(text) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("{id} has no `{text}`: {shown}");
    }

    /// The text of a part.
    pub async fn text(&self, id: &str) -> String {
        self.part(id).await.text().await.unwrap_or_else(|error| panic!("{id}: {error}"))
    }

    /// Looks into a frame, which is a part, until [`leave`](Self::leave).
    pub async fn look_into(&self, id: &str) {
        self.part(id).await.enter_frame().await.unwrap_or_else(|error| panic!("{id}: {error}"));
    }

    /// Looks at the page around all frames.
    pub async fn leave(&self) {
        self.web.enter_default_frame().await.expect("the page");
    }

    /// Whether a part takes up space on the screen.
    pub async fn part_is_visible(&self, id: &str) -> bool {
        let found = self.web.find(By::Css(format!("[data-testid=\"{id}\"]"))).await;
        match found {
            Ok(part) => part.is_displayed().await.unwrap_or_default(),
            Err(_) => false,
        }
    }

    /// Chooses a test card from the list.
    pub async fn click_card(&self, number: &str) {
        let card = self.web.find(By::Css(format!("[data-card=\"{number}\"]"))).await.expect("it is in the list");
        card.scroll_into_view().await.expect("it can be seen");
        card.click().await.expect("it can be clicked");
    }

    /// Gives a part, such as a frame, a size.
    pub async fn set_size_of(&self, id: &str, width: i64, height: i64) {
        let set = "const part = document.querySelector(`[data-testid=${arguments[0]}]`); part.style.maxWidth = 'none'; \
                   part.style.border = 0; part.style.width = arguments[1] + 'px'; part.style.height = arguments[2] + 'px';";
        self.web.execute(set, vec![id.into(), width.into(), height.into()]).await.expect("it has a size");
    }

    /// What a script returns, as a whole number.
    pub async fn number(&self, script: &str) -> i64 {
        let found = self.web.execute(script, vec![]).await.expect("it runs");
        found.json().as_f64().map(|number| number.round() as i64).unwrap_or_else(|| panic!("{script}: no number"))
    }

    /// Gives the page a width and height, also below those of a desktop's window.
    pub async fn resize(&self, width: u32, height: u32) {
        self.web.set_window_rect(0, 0, width, height).await.expect("a size");
    }

    /// Writes an image of the window to a folder.
    pub async fn shoot(&self, folder: &Path, name: &str, look: Look) {
        let mode = if look.is_dark { "dark" } else { "light" };
        let image = folder.join(format!("{name}-{}-{mode}.png", look.width));
        self.web.screenshot(&image).await.unwrap_or_else(|error| panic!("{}: {error}", image.display()));
    }

    /// Ends the browser.
    pub async fn quit(self) {
        let _ = self.web.clone().quit().await;
    }
}

impl Deref for Driver {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.web
    }
}

fn program_path() -> String {
    program().to_string_lossy().into_owned()
}
