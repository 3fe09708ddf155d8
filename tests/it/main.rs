//! The whole program from outside, in one binary.

mod clients;

mod anki;
mod intake;
mod markup;
mod pdf;
mod recognise;
mod seeds;
mod sheet;
