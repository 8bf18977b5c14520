//! What happened to my money: the chapter to read before going to production.
