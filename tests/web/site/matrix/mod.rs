//! Who may do what, door by door: the tables beside this file against the site.
//!
//! A line is a method, an address whose `{parts}` name things of [`world`], one
//! mark for each kind of visitor, and what is sent:
//!
//! | mark | the answer |
//! | --- | --- |
//! | `+` | not refused: the page, the change, or what is wrong with the form |
//! | `-` | 403: they may know of it, and not do it |
//! | `0` | 404: for them it is not there |
//! | `s` | to the page of signing in |
//! | `u` | 401 |
//!
//! `{thing*}` is made anew for each visitor, for what is gone or settled after
//! the first. Every page that is not refused is also searched for words that its
//! reader may not know ([`world::SECRETS`]), so that lists, counts, files, feeds
//! and searches are doors like all others. With `DRAWBRIDGE_TEST_MATRIX=print`
//! the tests print the lines as the site would have them: to be read, not pasted.

mod mixed;
mod secrets;
mod things;
mod tokens;
pub mod world;

use actix_web::http::{Method, StatusCode};
use drawbridge::app;

use crate::harness::{Answer, Client};
use world::{SECRETS, VISITORS, World};

/// The tables, a file for each part of the house.
const TABLES: [&str; 7] = ["house", "accounts", "program", "learning", "knowledge", "questions", "api"];

/// One line of a table.
#[derive(Debug, Clone)]
struct Line {
    method: Method,
    path: String,
    /// One for each of [`VISITORS`].
    marks: Vec<char>,
    /// What is sent; empty for nothing.
    body: String,
}

impl Line {
    fn parse(text: &str) -> Self {
        let (line, body) = text.split_once(" | ").unwrap_or((text, ""));
        let mut words = line.split_whitespace();
        let method = words.next().and_then(|word| word.parse().ok());
        let path = words.next().unwrap_or_default().to_owned();
        let marks: Vec<char> = words.flat_map(str::chars).collect();
        assert_eq!(marks.len(), VISITORS.len(), "a mark for each visitor: {text}");
        Line { method: method.expect("a method"), path, marks, body: body.trim().to_owned() }
    }

    /// Whether it is about this route: a part in braces stands for any part in braces.
    fn is_about(&self, method: &Method, pattern: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        let (mine, theirs): (Vec<_>, Vec<_>) = (path.split('/').collect(), pattern.split('/').collect());
        let same =
            |(mine, theirs): (&&str, &&str)| (mine.starts_with('{') && theirs.starts_with('{')) || mine == theirs;
        self.method == *method && mine.len() == theirs.len() && mine.iter().zip(&theirs).all(same)
    }

    fn is_refusal(mark: char) -> bool {
        mark != '+'
    }
}

/// The lines of a table. It is read as it is now, so that a line can be mended
/// without building anything.
fn lines(table: &str) -> Vec<Line> {
    let path = format!("{}/tests/web/site/matrix/{table}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(Line::parse).collect()
}

/// What the answer says of whoever asked.
fn mark(answer: &Answer) -> char {
    match answer.status {
        StatusCode::UNAUTHORIZED => 'u',
        StatusCode::FORBIDDEN => '-',
        StatusCode::NOT_FOUND => '0',
        StatusCode::SEE_OTHER if is_sign_in(&answer.location()) => 's',
        status if status.is_server_error() => '!',
        _ => '+',
    }
}

/// A page leads there and back again, a form there alone.
fn is_sign_in(location: &str) -> bool {
    location == "/sign-in" || location.starts_with("/sign-in?")
}

/// What the line gets; nothing where its things could not be made.
async fn ask(world: &World, client: &Client, line: &Line) -> Option<Answer> {
    let path = world.try_fill(&line.path).await?;
    if line.method == Method::GET {
        return Some(client.get(&path).await);
    }
    let body = world.try_fill(&line.body).await?;
    let token = client.csrf().await;
    if body.starts_with('{') || line.method == Method::DELETE {
        let headers = [("X-CSRF-Token", token.as_str()), ("Content-Type", "application/json")];
        return Some(client.send(line.method.clone(), &path, &headers, body.into_bytes()).await);
    }
    let pairs: Vec<_> = body.split('&').filter_map(|pair| pair.split_once('=')).collect();
    Some(client.post(&path, &pairs).await)
}

/// Walks a table; refusals of a line first, since they change nothing.
async fn walk(name: &str) {
    let world = World::found().await;
    let (mut cells, mut deviations) = (0, Vec::new());
    let prints = std::env::var("DRAWBRIDGE_TEST_MATRIX").is_ok_and(|value| value == "print");
    for line in lines(name) {
        let mut seen = vec![' '; VISITORS.len()];
        for refused in [true, false] {
            let column = |(_, mark): &(usize, &char)| Line::is_refusal(**mark) == refused;
            for (at, mark_expected) in line.marks.iter().enumerate().filter(column) {
                for client in world.clients(VISITORS[at]) {
                    let Some(answer) = ask(&world, client, &line).await else { continue };
                    cells += 1;
                    seen[at] = mark(&answer);
                    let case = || format!("{} {} as {}", line.method, line.path, VISITORS[at]);
                    if seen[at] != *mark_expected {
                        let words = answer.select("main p").join(" ");
                        let words: String = words.chars().take(160).collect();
                        deviations.push(format!(
                            "{}: {mark_expected} expected, {} ({}) found: {words}",
                            case(),
                            seen[at],
                            answer.status
                        ));
                    }
                    // Whoever has somebody's secret address reads as they do.
                    let is_lent = line.path.contains("{feed}") || line.path.contains("{calendar}");
                    for (secret, readers) in SECRETS.iter().filter(|_| !is_lent) {
                        if !readers.contains(&VISITORS[at]) && String::from_utf8_lossy(&answer.body).contains(*secret) {
                            deviations.push(format!("{}: “{secret}” is only for {}", case(), readers.join(", ")));
                        }
                    }
                    world.stay_signed_in(VISITORS[at], &line.path).await;
                }
            }
        }
        if prints {
            let marks: Vec<String> = seen.iter().map(char::to_string).collect();
            let body = if line.body.is_empty() { String::new() } else { format!(" | {}", line.body) };
            println!("{:<6} {:<58} {}{body}", line.method.as_str(), line.path, marks.join(" "));
        }
    }
    deviations.extend(world.unmade.take());
    println!("{name}: {cells} cells, {} deviations", deviations.len());
    assert!(deviations.is_empty(), "{} deviations:\n{}", deviations.len(), deviations.join("\n"));
}

/// A02, A03, A04: what each visitor finds at each door.
mod a02_a03_a04_each_visitor_finds_each_door_as_the_table_says {
    macro_rules! walks {
        ($($name:ident),*) => {
            $(#[actix_web::test]
            async fn $name() {
                super::walk(stringify!($name)).await;
            })*
        };
    }

    walks!(house, accounts, program, learning, knowledge, questions, api);
}

#[test]
fn a01_every_route_has_its_line_and_every_line_a_route() {
    let routes = app::routes();
    let lines: Vec<Line> = TABLES.iter().flat_map(|table| lines(table)).collect();
    let missing: Vec<String> = routes
        .iter()
        .filter(|route| !lines.iter().any(|line| line.is_about(&route.method, route.path)))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    let stray: Vec<String> = lines
        .iter()
        .filter(|line| !routes.iter().any(|route| line.is_about(&route.method, route.path)))
        .map(|line| format!("{} {}", line.method, line.path))
        .collect();

    println!(
        "{} routes, {} lines, {} visitors, {} cells",
        routes.len(),
        lines.len(),
        VISITORS.len() + 2,
        lines.len() * (VISITORS.len() + 2)
    );
    assert!(missing.is_empty(), "say who may open these, in a table beside this test:\n{}", missing.join("\n"));
    assert!(stray.is_empty(), "no such route:\n{}", stray.join("\n"));
}
