//! A text as a picture that telephones read: a QR code, drawn as one SVG path.

use qrcode::{Color, EcLevel, QrCode};

/// What an SVG element of that picture holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Modules of one side, the quiet zone included.
    pub side: usize,
    /// The dark modules: a run of them in a row is one rectangle.
    pub path: String,
}

/// Light modules around it, without which it is not found (ISO/IEC 18004).
const QUIET: usize = 4;

impl Picture {
    /// The picture of `text`; none where it is too long for one.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (row, modules) in code.to_colors().chunks(width).enumerate() {
            let mut column = 0;
            while column < width {
                let length = modules[column..].iter().take_while(|module| **module == Color::Dark).count();
                if length > 0 {
                    path.push_str(&format!("M{} {}h{length}v1h-{length}z", column + QUIET, row + QUIET));
                }
                column += length.max(1);
            }
        }
        Some(Picture { side: width + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_begins_with_the_corner_that_every_code_has() {
        let picture = Picture::of("otpauth://totp/x").expect("it is short");

        assert!(picture.path.starts_with("M4 4h7v1h-7z"), "{}", picture.path);
        assert_eq!((picture.side - 2 * QUIET - 17) % 4, 0, "{}", picture.side);
        assert_eq!(Picture::of(&"x".repeat(5_000)), None);
    }
}
