//! What the search page and the article page would be out of the box: a page
//! of actix-web and askama over a plain Tantivy index with its own snippets,
//! and one that reads its article from SQLite and renders it per request.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::http::header::ContentType;
use actix_web::web::{self, Data, Query};
use actix_web::{App, HttpResponse, HttpServer};
use askama::Template;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde::Deserialize;

use crate::corpus;
use crate::tantivy_alone::{Found, Index};

#[derive(Template)]
#[template(
    source = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ words }}</title></head><body>\
              <form action=\"/search\"><input name=\"q\" value=\"{{ words }}\"><button>Search</button></form><ol>\
              {% for hit in hits %}<li><a href=\"/faq/{{ hit.slug }}\">{{ hit.title }}</a><p>{{ hit.snippet|safe }}</p></li>\
              {% endfor %}</ol></body></html>",
    ext = "html"
)]
struct SearchPage<'a> {
    words: &'a str,
    hits: Vec<Found>,
}

#[derive(Template)]
#[template(
    source = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ title }}</title></head><body>\
              <h1>{{ title }}</h1><article>{{ html|safe }}</article></body></html>",
    ext = "html"
)]
struct ArticlePage<'a> {
    title: &'a str,
    html: &'a str,
}

#[derive(Deserialize)]
struct Words {
    q: String,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    body: String,
}

/// Serves both pages with one worker until the process ends.
///
/// # Panics
///
/// Where there is no free port, or the articles can't be kept.
pub fn serve(index: Arc<Index>, articles: &Path, database: PathBuf) -> SocketAddr {
    fill(articles, &database);
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("the listener has an address");
    std::thread::spawn(move || {
        let server = HttpServer::new(move || {
            App::new()
                .app_data(Data::from(Arc::clone(&index)))
                .app_data(Data::new(std::sync::Mutex::new(connect(&database))))
                .route("/search", web::get().to(search))
                .route("/faq/{slug}", web::get().to(article))
        });
        let server = server.workers(1).listen(listener).expect("the listener is good").run();
        actix_web::rt::System::new().block_on(server)
    });
    address
}

async fn search(index: Data<Index>, words: Query<Words>) -> HttpResponse {
    let page = SearchPage { words: &words.q, hits: index.snippets(&words.q) }.render().unwrap_or_default();
    HttpResponse::Ok().content_type(ContentType::html()).body(page)
}

async fn article(connection: Data<std::sync::Mutex<SqliteConnection>>, slug: web::Path<String>) -> HttpResponse {
    let mut connection = connection.lock().expect("one worker has one connection");
    let query = diesel::sql_query("SELECT title, body FROM articles WHERE slug = ?").bind::<Text, _>(slug.as_str());
    let Ok(row) = query.get_result::<Row>(&mut *connection) else { return HttpResponse::NotFound().finish() };
    let options = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
    let mut html = String::with_capacity(row.body.len() * 2);
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext(&row.body, options));
    let page = ArticlePage { title: &row.title, html: &html }.render().unwrap_or_default();
    HttpResponse::Ok().content_type(ContentType::html()).body(page)
}

fn connect(database: &Path) -> SqliteConnection {
    SqliteConnection::establish(&database.display().to_string()).expect("the database opens")
}

/// Keeps every article of the folder.
fn fill(articles: &Path, database: &Path) {
    let mut connection = connect(database);
    let connection = &mut connection;
    diesel::sql_query("CREATE TABLE articles (slug TEXT PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL)")
        .execute(connection)
        .expect("the table is made");
    let filled = connection.transaction::<_, diesel::result::Error, _>(|connection| {
        for article in corpus::read(articles) {
            diesel::sql_query("INSERT INTO articles VALUES (?, ?, ?)")
                .bind::<Text, _>(article.slug)
                .bind::<Text, _>(article.title)
                .bind::<Text, _>(article.body)
                .execute(connection)?;
        }
        Ok(())
    });
    filled.expect("the articles are kept");
}
