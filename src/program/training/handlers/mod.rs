//! The requests of training.

mod certificate;
mod completion;
mod course;
mod list;
mod overview;
mod path;

pub use certificate::{show_certificate, show_number};
pub use completion::{
    create_evidence, create_return, create_verification, delete_completion, show_completion, show_file,
};
pub use course::{create, edit, new, show, update};
pub use list::{create_completion, list, to_list};
pub use overview::{list_expiring, list_expiring_csv, list_unverified};
pub use path::{edit_path, show_path, update_path};

use actix_web::http::StatusCode;

use crate::files::{self, Checked, FileProblem};
use crate::web::{FieldProblem, SentFiles};

/// The file that shows that it is so, if one was chosen: looked at, or why it is not taken.
fn evidence_file(sent: &SentFiles) -> Result<Option<Checked>, (StatusCode, FieldProblem)> {
    let Some(file) = sent.of("file") else { return Ok(None) };
    files::check(file).map(Some).map_err(|problem| {
        let status = match problem {
            FileProblem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        (status, FieldProblem::new("file", problem.to_string()))
    })
}

/// What is said beside the file where a form comes back for another reason.
fn choose_again(sent: &SentFiles, problems: &mut Vec<FieldProblem>) {
    if let Some(file) = sent.of("file")
        && !problems.iter().any(|problem| problem.field == "file")
    {
        let name: String = file.name.chars().filter(|c| !c.is_control()).take(80).collect();
        problems.push(FieldProblem::new("file", format!("choose {name} again: a form that comes back has no file")));
    }
}
