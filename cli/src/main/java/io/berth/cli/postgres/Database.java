package io.berth.cli.postgres;

import java.nio.file.Path;

/**
 * Where a database is and how to get in. Carries the password's file, never the password.
 *
 * @param url {@code jdbc:postgresql://…} without user or password
 * @param user the role
 * @param passwordFile holds the password and nothing else
 */
public record Database(String url, String user, Path passwordFile) {}
