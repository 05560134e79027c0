package io.berth.cli.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the server is called: every setting that differs from PostgreSQL's default, in one place. */
final class PostgresCommand {
  private PostgresCommand() {}

  static List<String> of(ClusterFolder folder, int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    // why: a socket's path may not be longer than about 100 bytes, a data folder's may.
    settings.put("unix_socket_directories", "");
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("full_page_writes", "on");
    settings.put("password_encryption", "scram-sha-256");
    settings.put("max_connections", "60");
    settings.put("shared_buffers", "64MB");
    settings.put("max_wal_size", "256MB");
    settings.put("jit", "off");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("log_checkpoints", "off");
    List<String> command = new ArrayList<>();
    command.add(folder.program("postgres").toString());
    command.add("-D");
    command.add(folder.data().toString());
    settings.forEach(
        (key, value) -> {
          command.add("-c");
          command.add(key + "=" + value);
        });
    return command;
  }
}
