package io.berth.acceptance.chaos;

import io.berth.acceptance.chaos.Account.Entry;
import io.berth.acceptance.chaos.Result.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what the KMs really keep, from their files, after everything has ended: what was
 * acknowledged is there once and under the number that was told; what was refused is not there;
 * nothing is there twice; and each foreign KM was alone in its folder.
 */
final class DataAudit {
  private final Account account;
  private final Tally tally;

  DataAudit(Account account, Tally tally) {
    this.account = account;
    this.tally = tally;
  }

  void check(Member member) throws IOException, SQLException {
    Map<String, List<Long>> kept = member.builtIn() ? database(member) : journal(member);
    for (Entry entry : account.of(member.id())) {
      List<Long> places = kept.getOrDefault(entry.text(), List.of());
      tally.count("audited writes " + entry.fate());
      if (places.size() > 1) {
        tally.broken("written twice: " + entry + " is at " + places);
      }
      if (entry.fate() == Fate.SERVED && !places.contains(entry.entry())) {
        tally.broken("LOST: " + entry + " was acknowledged and is at " + places);
      }
      if (entry.fate() == Fate.REFUSED && !places.isEmpty()) {
        tally.broken("refused, yet written: " + entry + " is at " + places);
      }
    }
    if (!member.builtIn()) {
      owners(member);
    }
  }

  private static Map<String, List<Long>> database(Member member) throws SQLException {
    Map<String, List<Long>> kept = new HashMap<>();
    Path file = member.folder().resolve("km.db");
    if (!Files.exists(file)) {
      return kept;
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      try (ResultSet ok = statement.executeQuery("PRAGMA integrity_check")) {
        if (!ok.next() || !ok.getString(1).equals("ok")) {
          throw new SQLException(file + " is damaged: " + ok.getString(1));
        }
      }
      try (ResultSet rows = statement.executeQuery("SELECT title, item_id FROM item")) {
        while (rows.next()) {
          kept.computeIfAbsent(rows.getString(1), t -> new ArrayList<>()).add(rows.getLong(2));
        }
      }
    }
    return kept;
  }

  private static Map<String, List<Long>> journal(Member member) throws IOException {
    Map<String, List<Long>> kept = new HashMap<>();
    long number = 0;
    for (String line : lines(member.folder().resolve(JournalKm.JOURNAL))) {
      number++;
      kept.computeIfAbsent(line.substring(line.indexOf('\t') + 1), t -> new ArrayList<>())
          .add(number);
    }
    return kept;
  }

  private void owners(Member member) throws IOException {
    long last = 0;
    for (String line : lines(member.folder().resolve(JournalKm.OWNERS))) {
      String[] words = line.split(" ");
      long generation = Long.parseLong(words[2]);
      tally.count("audited owners");
      if (!words[0].equals("OWNER")) {
        tally.broken("not alone in its folder: " + line);
      }
      if (generation <= last) {
        tally.broken("generation " + generation + " of " + member.id() + " came after " + last);
      }
      last = generation;
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
