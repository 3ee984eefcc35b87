//! The flows that a review carries to a pre-flight: one in each line.

use crate::flow::{Flow, Wire};

/// Reads the lines, each as `checkout -- 5432/tcp --> prod-db` or, as people
/// type it, `checkout -> prod-db 5432/tcp`; returns them in the first way.
///
/// # Errors
///
/// Words that name the line and what is wrong with it.
pub fn parse_flows(text: &str) -> Result<String, String> {
    let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let lines: Result<Vec<String>, String> = filled
        .map(|(index, line)| {
            let wrong = |words| format!("line {}, “{}”: {words}", index + 1, line.trim());
            parse_line(line).map(|flow| flow.to_string()).map_err(wrong)
        })
        .collect();
    Ok(lines?.join("\n"))
}

fn parse_line(line: &str) -> Result<Flow, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        [source, "->" | "-->" | "→", destination, wire] => {
            Flow::parse(&format!("{source} -- {} --> {destination}", Wire::parse(wire)?))
        }
        _ => Flow::parse(line),
    }
}

/// Each line as it is drawn, and as it is written where it is no flow.
pub fn drawn(flows: &str) -> Vec<(String, String)> {
    let filled = flows.lines().filter(|line| !line.trim().is_empty());
    filled.map(|line| (parse_line(line).map(|flow| flow.html()).unwrap_or_default(), line.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_is_read_in_either_way_and_kept_in_one() {
        for (text, expected) in [
            ("", Ok("")),
            ("checkout -- 5432/tcp --> prod-db", Ok("checkout -- 5432/tcp --> prod-db")),
            ("checkout -> prod-db 5432/tcp\n\n a → b icmp ", Ok("checkout -- 5432/tcp --> prod-db\na -- icmp --> b")),
            ("a --> b 53/udp", Ok("a -- 53/udp --> b")),
            ("a -> b 53/udp\nbogus flow line", Err("line 2, “bogus flow line”: write a flow as")),
            ("a -> b 70000/tcp", Err("“70000” is no port")),
        ] {
            let read = parse_flows(text);
            match (&read, expected) {
                (Ok(read), Ok(expected)) => assert_eq!(read, expected, "{text:?}"),
                (Err(words), Err(expected)) => assert!(words.contains(expected), "{words}"),
                _ => panic!("{text:?}: {read:?}"),
            }
        }
    }
}
