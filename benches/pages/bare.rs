//! The bare stack that pages are held against: actix-web and askama, no more.

use std::net::{SocketAddr, TcpListener};

use actix_web::http::header::ContentType;
use actix_web::web::Data;
use actix_web::{App, HttpResponse, HttpServer, web};
use askama::Template;

/// A page that is one text.
#[derive(Template)]
#[template(source = "{{ body|safe }}", ext = "html")]
struct BarePage<'a> {
    body: &'a str,
}

/// Serves a page of these bytes at every address, with one worker, until the process ends.
///
/// # Panics
///
/// Where there is no free port.
pub fn serve(body: Vec<u8>) -> SocketAddr {
    let body = String::from_utf8(body).expect("pages are UTF-8");
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("the listener has an address");
    std::thread::spawn(move || {
        let server = HttpServer::new(move || {
            App::new().app_data(Data::new(body.clone())).default_service(web::to(|body: Data<String>| async move {
                let page = BarePage { body: &body }.render().unwrap_or_default();
                HttpResponse::Ok().content_type(ContentType::html()).body(page)
            }))
        });
        let server = server.workers(1).listen(listener).expect("the listener is good").run();
        actix_web::rt::System::new().block_on(server)
    });
    address
}
