//! What a sandbox models of an API.

/// The rows of `sandbox.yaml`, in its order.
#[derive(Debug, Clone)]
pub struct Behaviours {
    /// The file, from the root of the repository.
    pub source: String,
    /// What the vendor's documents state.
    pub documented: Vec<Behaviour>,
    /// What they leave open.
    pub chosen: Vec<Choice>,
}

/// A behaviour that a document states.
#[derive(Debug, Clone)]
pub struct Behaviour {
    /// The name, in kebab-case.
    pub name: String,
    /// The title of the page that states it.
    pub page: String,
    /// What is stated.
    pub text: String,
    /// The test that proves it.
    pub test: Option<Test>,
}

/// A choice of ours.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The key, in kebab-case.
    pub key: String,
    /// What the sandbox does.
    pub does: String,
    /// Why.
    pub because: String,
    /// The test that proves it.
    pub test: Option<Test>,
}

/// A test that a row names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// The name of the function.
    pub function: String,
    /// The line that names it, from 1.
    pub line: usize,
}

impl Behaviours {
    /// The tests that are named, each with the row that names it.
    pub fn tests(&self) -> impl Iterator<Item = (&str, &Test)> {
        let documented = self.documented.iter().filter_map(|row| Some((row.name.as_str(), row.test.as_ref()?)));
        documented.chain(self.chosen.iter().filter_map(|row| Some((row.key.as_str(), row.test.as_ref()?))))
    }
}
