//! The fields of a form, as a browser would send them.

use scraper::{ElementRef, Selector};

/// The form's own values with `given` put in. A name that is given and that
/// the form lacks, or a choice that it does not offer, is said.
pub(super) fn fill(form: ElementRef<'_>, given: &[(&str, &str)]) -> Result<Vec<(String, String)>, String> {
    let controls = Selector::parse("input[name], select[name], textarea[name], button[name]").expect("a selector");
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut offered: Vec<String> = Vec::new();
    for control in form.select(&controls) {
        let name = control.attr("name").unwrap_or_default().to_owned();
        let typed = given.iter().filter(|(wanted, _)| *wanted == name).map(|(_, value)| (*value).to_owned());
        let typed: Vec<String> = typed.collect();
        offered.push(name.clone());
        let kind = control.attr("type").unwrap_or_default();
        let own = control.attr("value").unwrap_or_default().to_owned();
        let picked = match (control.value().name(), kind) {
            ("button", _) | ("input", "submit") => typed.contains(&own).then_some(own),
            ("input", "checkbox" | "radio") => {
                let own = if own.is_empty() { "on".to_owned() } else { own };
                let checked = if typed.is_empty() { control.attr("checked").is_some() } else { typed.contains(&own) };
                checked.then_some(own)
            }
            ("select", _) => Some(pick_option(control, &name, typed.first())?),
            ("textarea", _) => Some(typed.first().cloned().unwrap_or_else(|| control.text().collect())),
            _ => Some(typed.first().cloned().unwrap_or(own)),
        };
        fields.extend(picked.map(|value| (name, value)));
    }
    for (name, value) in given {
        if !offered.iter().any(|known| known == name) {
            return Err(format!("there is no field “{name}”; there are {}", offered.join(", ")));
        }
        if !value.is_empty() && !fields.iter().any(|(known, kept)| known == name && kept == value) {
            return Err(format!("the field “{name}” does not offer “{value}”"));
        }
    }
    Ok(fields)
}

fn pick_option(select: ElementRef<'_>, name: &str, typed: Option<&String>) -> Result<String, String> {
    let options = Selector::parse("option").expect("a selector");
    let value = |option: ElementRef<'_>| {
        option.attr("value").map_or_else(|| option.text().collect::<String>().trim().to_owned(), str::to_owned)
    };
    let all: Vec<String> = select.select(&options).map(value).collect();
    if let Some(typed) = typed {
        let known = all.contains(typed);
        return if known { Ok(typed.clone()) } else { Err(format!("“{name}” offers {all:?}, not “{typed}”")) };
    }
    let selected = select.select(&options).find(|option| option.attr("selected").is_some()).map(value);
    Ok(selected.or_else(|| all.first().cloned()).unwrap_or_default())
}
