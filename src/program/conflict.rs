//! Two texts beside each other, where somebody saved while another was writing.

/// What both wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub lines: Vec<ConflictLine>,
}

/// One field of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictLine {
    pub label: &'static str,
    pub yours: String,
    pub theirs: String,
}

impl Conflict {
    /// The fields, each with its label, what the form says and what is saved.
    pub fn of<const N: usize>(fields: [(&'static str, &str, &str); N]) -> Self {
        let lines = fields
            .into_iter()
            .map(|(label, yours, theirs)| ConflictLine { label, yours: yours.into(), theirs: theirs.into() })
            .collect();
        Conflict { lines }
    }
}

impl ConflictLine {
    pub fn differs(&self) -> bool {
        self.yours != self.theirs
    }
}
