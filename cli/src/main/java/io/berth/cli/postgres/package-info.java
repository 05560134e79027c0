/**
 * PostgreSQL that Berth brings along: the binaries of zonky's archive with our own cluster, which
 * is durable, asks for a password, stays on disk and outlives the command that started it. {@link
 * io.berth.cli.postgres.EmbeddedPostgres} is the way in.
 */
package io.berth.cli.postgres;
