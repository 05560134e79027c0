package io.berth.cli.installation;

import io.berth.cli.CommandFailure;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code postgres://user:password@host:port/database?options} or the same as a JDBC URL, taken
 * apart so that the password goes its own way. Its text never shows the password.
 */
final class DatabaseUrl {
  private final String jdbc;
  private final String user;
  private final String password;

  private DatabaseUrl(String jdbc, String user, String password) {
    this.jdbc = jdbc;
    this.user = user;
    this.password = password;
  }

  static DatabaseUrl parse(String text) {
    String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    if (!plain.startsWith("postgres://") && !plain.startsWith("postgresql://")) {
      throw new CommandFailure(
          "BERTH_DATABASE_URL must start with postgres://, postgresql:// or jdbc:postgresql://.");
    }
    URI uri = uri(plain);
    String user = null;
    String password = null;
    if (uri.getRawUserInfo() != null) {
      String[] parts = uri.getRawUserInfo().split(":", 2);
      user = decode(parts[0]);
      password = parts.length > 1 ? decode(parts[1]) : null;
    }
    List<String> options = new ArrayList<>();
    for (String option : query(uri)) {
      if (option.startsWith("user=")) {
        user = decode(option.substring("user=".length()));
      } else if (option.startsWith("password=")) {
        password = decode(option.substring("password=".length()));
      } else {
        options.add(option);
      }
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String rest = options.isEmpty() ? "" : "?" + String.join("&", options);
    String jdbc = "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + rest;
    return new DatabaseUrl(jdbc, user, password);
  }

  DatabaseUrl withDefaults(String otherUser, String otherPassword) {
    return new DatabaseUrl(
        jdbc, user == null ? otherUser : user, password == null ? otherPassword : password);
  }

  String jdbc() {
    return jdbc;
  }

  String user() {
    return user == null ? "berth" : user;
  }

  Optional<String> password() {
    return Optional.ofNullable(password);
  }

  String shown() {
    return jdbc;
  }

  @Override
  public String toString() {
    return shown();
  }

  private static URI uri(String plain) {
    try {
      URI uri = URI.create(plain);
      if (uri.getHost() == null || uri.getRawPath().length() < 2) {
        throw new IllegalArgumentException("no host or no database");
      }
      return uri;
    } catch (IllegalArgumentException e) {
      // why: no cause and no text; both would show the password.
      throw new CommandFailure(
          "BERTH_DATABASE_URL is not of the form postgres://user:password@host:port/database"
              + " (special characters in the password must be percent-encoded).");
    }
  }

  private static List<String> query(URI uri) {
    return uri.getRawQuery() == null ? List.of() : List.of(uri.getRawQuery().split("&"));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
