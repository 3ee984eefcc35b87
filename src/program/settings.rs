//! What a company decides about its program.

/// Settings of the program; each names its key, variable and default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramSettings {
    /// `program.champions_per_team`, `DRAWBRIDGE_PROGRAM__CHAMPIONS_PER_TEAM`:
    /// how many champions a team may have at a time; others serve as deputies.
    /// Default 1.
    pub champions_per_team: usize,
    /// `program.netsec_contact`, `DRAWBRIDGE_PROGRAM__NETSEC_CONTACT`: whom to
    /// write to where a team has nobody, such as `#netsec`. Default: the people
    /// with the Network Security right, by name.
    pub netsec_contact: String,
}

impl Default for ProgramSettings {
    fn default() -> Self {
        ProgramSettings { champions_per_team: 1, netsec_contact: String::new() }
    }
}
