//! Where biospan's dictionary tables come from: the publishers' releases are read ([`import`]), records of one concept are joined
//! ([`merge`]), what papers write is kept ([`build`]), and the tables are looked through for faults ([`verify`]). Identifiers get
//! their one spelling here ([`curie`]).

pub mod build;
pub mod curie;
pub mod import;
pub mod merge;
pub mod verify;
