/**
 * What a project knows, kept durably: the {@link io.berth.km.store.KnowledgeStore} interface, its
 * records, and its SQLite implementation. Callers see only immutable records and {@link
 * io.berth.km.store.KnowledgeException}; no SQL type crosses this border.
 */
package io.berth.km.store;
