//! `dalil schema`: JSON Schemas (draft 2020-12) of front matter, `site.yaml` and registers, so that editors complete and check while typing.
//!
//! Made from the tables that reading goes by. A schema says less than `dalil check` does: it knows no other file.

use anyhow::bail;
use serde_json::{Map, Value, json};

use super::Ending;
use super::args::Schema;
use super::console::Console;
use crate::diagnostic::nearest;
use crate::model::Kind;
use crate::parse::RECORDS;
use crate::parse::schema::{FIELDS, Field, Part, Scope, Shape};

pub(super) fn schema(options: &Schema, console: &Console) -> anyhow::Result<Ending> {
    let Some(name) = &options.name else {
        console.print(&format!("{}\n", names().join("\n")))?;
        return Ok(Ending::Done);
    };
    let Some(schema) = named(name) else {
        let names = names();
        let near = nearest(name, names.iter().map(String::as_str)).map(|near| format!("; did you mean `{near}`?"));
        bail!("there is no schema `{name}`{}", near.unwrap_or("; `dalil schema` lists them".to_string()));
    };
    console.print(&format!("{schema:#}\n"))?;
    Ok(Ending::Done)
}

/// Kinds of pages, `translation`, `site` and the registers.
fn names() -> Vec<String> {
    let kinds = Kind::ALL.map(|kind| kind.name().to_string());
    kinds
        .into_iter()
        .chain(["translation".to_string(), "site".to_string()])
        .chain(RECORDS.iter().map(|(name, _)| name.to_string()))
        .collect()
}

fn named(name: &str) -> Option<Value> {
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
    let register = RECORDS.iter().find(|(register, _)| *register == name);
    let (title, schema) = match (kind, register) {
        (Some(kind), _) => (format!("Front matter of a page of the kind {name}"), original(kind)),
        (_, Some((_, parts))) => {
            (format!("content/registers/{name}.yaml"), json!({"type": "object", "additionalProperties": of_parts(parts)}))
        }
        _ if name == "translation" => ("Front matter of a translation".to_string(), translation()),
        _ if name == "site" => ("site.yaml".to_string(), site()),
        _ => return None,
    };
    let mut whole = Map::new();
    whole.insert("$schema".to_string(), json!("https://json-schema.org/draft/2020-12/schema"));
    whole.insert("title".to_string(), json!(title));
    whole.extend(schema.as_object().cloned().unwrap_or_default());
    Some(Value::Object(whole))
}

fn original(kind: Kind) -> Value {
    let fields = FIELDS.iter().filter(|field| field.kinds.contains(&kind) && field.name != "translation");
    let mut schema = of_fields(fields, |field| field.required.contains(&kind));
    schema["properties"]["kind"] = json!({"const": kind.name(), "description": "what sort of page it is"});
    schema
}

fn translation() -> Value {
    let fields = FIELDS.iter().filter(|field| field.scope == Scope::Edition);
    of_fields(fields, |field| field.name == "translation" || field.name == "title")
}

fn of_fields<'f>(fields: impl Iterator<Item = &'f Field>, is_required: impl Fn(&Field) -> bool) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for field in fields {
        let mut property = of_shape(&field.shape);
        property["description"] = json!(field.doc);
        properties.insert(field.name.to_string(), property);
        if is_required(field) {
            required.push(field.name);
        }
    }
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn of_parts(parts: &[Part]) -> Value {
    let properties: Map<String, Value> = parts.iter().map(|part| (part.name.to_string(), of_shape(&part.shape))).collect();
    let required: Vec<&str> = parts.iter().filter(|part| part.required).map(|part| part.name).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

/// YAML reads `157` and `2026-11-21` without quotes as a number and, in some readers, as a day; both are texts to dalil.
fn of_shape(shape: &Shape) -> Value {
    match shape {
        Shape::Text => json!({"type": ["string", "number"]}),
        Shape::Slug | Shape::Path | Shape::Language => json!({"type": "string"}),
        Shape::Name => json!({"type": ["string", "number"]}),
        Shape::Digest => json!({"type": ["string", "number"]}),
        Shape::Integer => json!({"type": "integer"}),
        Shape::Boolean => json!({"type": "boolean"}),
        Shape::Date => json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
        Shape::Url => json!({"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}),
        Shape::LawReference => json!({"type": "string", "pattern": "^(law:)?[a-z0-9-]+(/[a-z0-9-]+)?$"}),
        Shape::OneOf(names) => json!({"enum": names()}),
        Shape::List(item) => json!({"type": "array", "items": of_shape(item)}),
        Shape::Map(parts) => of_parts(parts),
        Shape::Table(value) => json!({"type": "object", "additionalProperties": of_shape(value)}),
        Shape::Either(shapes) => json!({"anyOf": shapes.iter().map(of_shape).collect::<Vec<_>>()}),
    }
}

fn site() -> Value {
    let text = json!({"type": "object", "additionalProperties": {"type": "string"}});
    let url = of_shape(&Shape::Url);
    let language = json!({"anyOf": [{"type": "string"}, {
        "type": "object",
        "properties": {
            "path": {"type": "string"}, "tag": {"type": "string"}, "endonym": {"type": "string"},
            "direction": {"enum": ["ltr", "rtl"]}, "digits": {"enum": ["latin", "arabic", "persian"]},
            "calendar": {"enum": ["gregorian", "solar-hijri"]}, "accept": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["path", "tag", "direction", "endonym"],
        "additionalProperties": false,
    }]});
    let budgets: Map<String, Value> =
        crate::config::BUDGET_KEYS.iter().map(|name| (name.to_string(), json!({"type": "integer", "minimum": 0}))).collect();
    let codes: Map<String, Value> = crate::check::rules()
        .map(|rule| (rule.code.to_string(), json!({"enum": ["error", "warn", "off", false], "description": rule.protects})))
        .collect();
    json!({
        "type": "object",
        "properties": {
            "title": text, "tagline": text, "base_url": url, "theme": {"type": "string"},
            "languages": {"type": "array", "minItems": 1, "items": language},
            "fallbacks": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
            "exit": url,
            "budgets": {"type": "object", "properties": budgets, "additionalProperties": false},
            "pictures": {"enum": ["show", "tap"]}, "outdated": {"enum": ["notice", "withhold"]},
            "rules": {"type": "object", "properties": codes, "additionalProperties": false},
        },
        "required": ["title", "base_url", "languages"],
        "additionalProperties": false,
    })
}
