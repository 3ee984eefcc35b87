//! Who may do what: the doors as the routes say them, and what is decided thing
//! by thing as the deciding functions answer.

use actix_web::HttpResponse;
use askama::Template;

use super::RoomDoors;
use crate::error::AppError;
use crate::web::rights::{Cast, Right, Standpoint};
use crate::web::{Policy, Route, Shell, TokenScope, page};

/// The route of the table.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/permissions", Policy::SignedIn, show)]
}

/// Every room with what it decides and its doors.
#[derive(Template)]
#[template(path = "app/permissions.html")]
struct PermissionsPage {
    shell: Shell,
    standpoints: Vec<&'static str>,
    rooms: Vec<RoomPart>,
}

/// One room.
struct RoomPart {
    name: &'static str,
    acts: Vec<ActRow>,
    doors: Vec<DoorGroup>,
}

/// One act, and who may do it.
struct ActRow {
    act: &'static str,
    /// One for each standpoint, with its label.
    cells: Vec<(&'static str, bool)>,
}

/// Doors that the same people pass.
struct DoorGroup {
    who: String,
    /// What the table is called by those who hear it: no two are called the same.
    name: String,
    rows: Vec<DoorRow>,
}

struct DoorRow {
    method: String,
    path: &'static str,
    /// What a token has to be made for; nothing where no token opens it.
    scope: &'static str,
}

/// `GET /permissions`
async fn show(shell: Shell) -> Result<HttpResponse, AppError> {
    let cast = Cast::somebody();
    let standpoints = Standpoint::ALL.iter().map(|standpoint| standpoint.label()).collect();
    page(&PermissionsPage {
        shell,
        standpoints,
        rooms: super::rooms().into_iter().map(|room| part(room, &cast)).collect(),
    })
}

fn part(room: RoomDoors, cast: &Cast) -> RoomPart {
    RoomPart {
        name: room.name,
        acts: (room.rights)(cast).iter().map(|right| act_row(right, cast)).collect(),
        doors: door_groups(room.name, room.routes),
    }
}

fn act_row(right: &Right, cast: &Cast) -> ActRow {
    let cell = |standpoint: &Standpoint| (standpoint.label(), (right.may)(&standpoint.member(cast)));
    ActRow { act: right.act, cells: Standpoint::ALL.iter().map(cell).collect() }
}

/// Doors by who passes them, those for most first.
fn door_groups(room: &str, mut routes: Vec<Route>) -> Vec<DoorGroup> {
    routes.sort_by(|a, b| (a.path, a.method.as_str()).cmp(&(b.path, b.method.as_str())));
    let mut groups: Vec<DoorGroup> = Vec::new();
    for route in routes {
        let row = DoorRow {
            method: route.method.to_string(),
            path: route.path,
            scope: route.scope.map_or("", TokenScope::as_str),
        };
        let who = route.policy.words();
        match groups.iter_mut().find(|group| group.who == who) {
            Some(group) => group.rows.push(row),
            None => groups.push(DoorGroup { name: format!("{room}: {who}"), who, rows: vec![row] }),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.rows.len()));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who may do what, as a person would write it: anybody, whose it is, of the
    /// team, its champion, other champions, its manager, other managers, lead,
    /// Network Security, admin.
    const TABLE: &str = "
        Read a question that is for everyone                          y y y y y y y y y y
        Read a question that is for its team                          . y y y . . . . y .
        Read a question that is for Network Security                  . y . . . . . . y .
        Comment on a question that they may read                      y y y y y y y y y y
        Answer, ask back or hand on while the champion has it         . . . y . . . . y .
        Answer or ask back once it is escalated                       . . . . . . . . y .
        Escalate, merge or link                                       . . . y . . . . y .
        Take a question, or give it back                              . . . . . . . . y .
        Give a question to somebody                                   . . . . . . . y y .
        Open an answered question again                               . y . y . . . . y .
        Read and write notes that who asked does not see              . . . y . . . . y .
        Put down and change a team's launch                           . . y y . . . y y .
        Write articles                                                . . . y y . . y y y
        Read a draft                                                  . y . . . . . . . .
        Read a draft that waits for a second reader                   . y . . . . . y y y
        Publish what somebody else wrote                              . . . . . . . y y y
        Say that an article is still right, and settle reports on it  . y . . . . . y y y
        Make and rename departments and teams                         . . . . . . . y . y
        Say who belongs to a team, and what belongs to it             . . . . . y . y . y
        See somebody's contracted hours and results                   . y . . . y . y . .
        Propose somebody as champion                                  . . y y . y . y . y
        Agree to a proposal, set a share, end or renew a term         . . . . . y . y . y
        Accept or decline a term                                      . y . . . . . . . .
        See how a champion's term begins                              . y . . . y . y y y
        Propose a buddy for a champion                                . . . . . y . y . .
        Read the reviews after 30 and 90 days                         . y . . . y . y . .
        See a team's coverage and time honoured                       . . . . . y . y y y
        Read and change a time entry                                  . y . . . . . . . .
        Set somebody's contracted hours                               . . . . . y . y . y
        Close and reopen months                                       . . . . . . . y . y
        Enter and take away days that somebody is away                . y . . . y . y . .
        Keep the list of courses                                      . . . . . . . y . y
        Record that somebody completed a course                       . y . . . . . y . .
        Verify evidence, or send it back                              . . . . . . . y . .
        See what somebody has and lacks for their next belt           . y . . . y . y . .
        Agree to a belt as manager                                    . . . . . y . . . .
        Agree to a belt as lead                                       . . . . . . . y . .
        Record a review for a team                                    . . . y . . . . . .
        Call a meeting                                                . . . y y y y y y y
        Invite a team to a meeting                                    . . y y . y . y y y
        Invite all champions to a meeting                             . . . . . . . y y y
        See and change every meeting                                  . . . . . . . y . y
        See what a department answered in the pulse                   . . . . . y . y y y
        Read what was written in the pulse, without names             . . . . . . . y y y
        See and revoke a token                                        . y . . . . . . . y
    ";

    #[test]
    fn the_page_says_what_the_table_says() {
        let cast = Cast::somebody();
        let mut shown = Vec::new();
        for row in super::super::rooms().into_iter().flat_map(|room| part(room, &cast).acts) {
            let cells: Vec<&str> = row.cells.iter().map(|(_, may)| if *may { "y" } else { "." }).collect();
            shown.push(format!("{:<61} {}", row.act, cells.join(" ")));
        }
        let expected: Vec<&str> = TABLE.lines().map(str::trim).filter(|line| !line.is_empty()).collect();

        for (shown, expected) in shown.iter().zip(&expected) {
            assert_eq!(shown, expected);
        }
        assert_eq!(shown.len(), expected.len());
    }

    #[test]
    fn every_route_stands_in_one_room() {
        let cast = Cast::somebody();
        let parts: Vec<RoomPart> = super::super::rooms().into_iter().map(|room| part(room, &cast)).collect();
        let doors: usize = parts.iter().flat_map(|part| &part.doors).map(|group| group.rows.len()).sum();

        assert_eq!(doors, super::super::routes().len());
        assert!(parts.iter().all(|part| !part.doors.is_empty()));
    }
}
