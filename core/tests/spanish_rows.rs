//! What vendors' rows and a file of settings say, in Spanish.
#![allow(clippy::unwrap_used)]

use leaklight_core::settings_file::{How, planned, read};
use leaklight_core::vendor;

#[test]
fn rows_and_settings_speak_spanish() {
    assert!(leaklight_text::speak("es"));

    let meta = vendor::by_id("meta-pixel").unwrap();
    assert!(meta.fix.starts_with("Quite el píxel de las páginas sobre enfermedades"), "{}", meta.fix);
    assert!(meta.baa_words().ends_with("(tealium.com, freshpaint.io (secundaria), 2025)"), "{}", meta.baa_words());
    // What stands in braces and is no place to fill in stays as it is.
    let optimizely = vendor::by_id("optimizely").unwrap();
    assert!(optimizely.fix.ends_with("(window.optimizely.push({type:'holdEvents'}))."), "{}", optimizely.fix);
    let cookie = vendor::cookie("_ga", "clinic.example").unwrap();
    assert_eq!((cookie.what, cookie.keeps), ("un número para este navegador", "2 años"));
    // A name is no text.
    assert_eq!(meta.name, "Meta Pixel (Facebook)");

    let set = |file: &str| read(file.as_bytes()).unwrap().set;
    let now = set(r#"{"leaklight-settings":1,"own_domains":["a.example","b.example"]}"#);
    let file = set(r#"{"leaklight-settings":1,"record":true,"cards_from":"high","own_domains":["b.example","c.example"]}"#);
    let said = planned(&now, &file, How::Replace).said;
    let wanted = [
        "Grabación: sí a partir de ahora.",
        "Tarjetas desde: alto a partir de ahora.",
        "Sus dominios propios: añade 1, quita 1, deja igual 1.",
    ];
    assert_eq!(said, wanted);
    let refused = read(b"[1]").unwrap_err();
    assert_eq!(refused.why, "Este no es un archivo de ajustes: uno así empieza por {.");
}
