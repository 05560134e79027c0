/** The SQLite implementation of the store: one file, one writer, several readers. */
package io.berth.km.store.sqlite;
