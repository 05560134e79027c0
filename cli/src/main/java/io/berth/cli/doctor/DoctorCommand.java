package io.berth.cli.doctor;

import io.berth.cli.Session;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.terminal.Console;
import io.berth.cli.terminal.JsonText;
import io.berth.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth doctor}: exit code 1 if something keeps Berth from working. */
@Command(name = "doctor", description = "Check the machine and the installation; say what to do.")
public final class DoctorCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  /** A command of this session. */
  public DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>(MachineChecks.all());
    findings.addAll(
        new InstallationChecks(server.installation(session), session.env())
            .all(() -> server.api(session)));
    boolean bad = findings.stream().anyMatch(f -> f.level() == Finding.Level.BAD);
    if (server.json()) {
      session.console().print(JsonText.pretty(findings.stream().map(DoctorCommand::json).toList()));
    } else {
      Table table = new Table();
      findings.forEach(f -> table.row(mark(session.console(), f.level()), f.what(), f.text()));
      table.lines().forEach(session.console()::print);
    }
    return bad ? 1 : 0;
  }

  private static Map<String, String> json(Finding finding) {
    return Map.of(
        "what", finding.what(),
        "level", finding.level().name().toLowerCase(Locale.ROOT),
        "text", finding.text());
  }

  private static String mark(Console console, Finding.Level level) {
    return switch (level) {
      case GOOD -> console.good("ok");
      case WARNING -> console.strong("note");
      case BAD -> console.bad("BAD");
    };
  }
}
