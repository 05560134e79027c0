/**
 * Boards: where people see tasks. One interface for all of them; the built-in one is PostgreSQL
 * itself, others are mirrored ({@code mirror}).
 */
package io.berth.lifecycle.board;
