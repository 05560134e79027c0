package io.berth.cli;

import io.berth.cli.agent.AgentCommand;
import io.berth.cli.demo.DemoCommand;
import io.berth.cli.doctor.DoctorCommand;
import io.berth.cli.events.EventsCommand;
import io.berth.cli.job.JobCommand;
import io.berth.cli.key.KeyCommand;
import io.berth.cli.mcp.McpCommand;
import io.berth.cli.node.DownCommand;
import io.berth.cli.node.LogsCommand;
import io.berth.cli.node.UpCommand;
import io.berth.cli.project.ProjectCommand;
import io.berth.cli.rollout.RolloutCommand;
import io.berth.cli.runtime.RuntimeCommand;
import io.berth.cli.status.NodesCommand;
import io.berth.cli.status.StatusCommand;
import io.berth.cli.task.TaskCommand;
import io.berth.cli.terminal.Console;
import io.berth.cli.token.TokenCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The {@code berth} command: takes the command line apart, runs the one command, and turns its
 * outcome into an exit code (0 done, 1 failed, 2 usage, 3 not running).
 */
@Command(
    name = "berth",
    description = "One process per project, one port each, running only while somebody needs it.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = false,
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      DemoCommand.class,
      StatusCommand.class,
      ProjectCommand.class,
      RuntimeCommand.class,
      RolloutCommand.class,
      AgentCommand.class,
      TaskCommand.class,
      JobCommand.class,
      McpCommand.class,
      TokenCommand.class,
      KeyCommand.class,
      EventsCommand.class,
      NodesCommand.class,
      LogsCommand.class,
      DoctorCommand.class,
      VersionCommand.class,
      HelpCommand.class
    })
public final class Berth implements Runnable {
  @picocli.CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs it and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Session session = new Session(Console.system(System.getenv()), System.getenv());
    System.exit(run(session, arguments));
  }

  /** Runs it and gives back its exit code. */
  public static int run(Session session, String... arguments) {
    Console console = session.console();
    CommandLine line = new CommandLine(new Berth(), new CommandFactory(session));
    addHelp(line);
    addVersion(line);
    return line.setOut(new java.io.PrintWriter(console.out(), true))
        .setErr(new java.io.PrintWriter(console.err(), true))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                console.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler((failure, given) -> usage(console, failure))
        .setExecutionExceptionHandler((failure, command, parsed) -> failed(console, failure))
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? See berth help.");
  }

  /** Every command has it, at every depth; help itself brings its own. */
  private static void addHelp(CommandLine line) {
    if (line.getCommandSpec().findOption("-h") == null) {
      line.getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .description("Show this help.")
                  .build());
    }
    line.getSubcommands().values().forEach(Berth::addHelp);
  }

  /** As every command has it; {@code berth version} tells more. */
  private static void addVersion(CommandLine line) {
    line.getCommandSpec()
        .versionProvider(() -> new String[] {"berth " + Versions.berth()})
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
  }

  private static int usage(Console console, ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    console.note("berth: " + failure.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
    console.note("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandFailure.USAGE;
  }

  private static int failed(Console console, Exception failure) {
    if (failure instanceof CommandFailure known) {
      console.note("berth: " + known.getMessage());
      for (Throwable also : known.getSuppressed()) {
        console.note("berth: and also: " + also.getMessage());
      }
      return known.exitCode();
    }
    console.note(
        "berth: unexpected " + failure + "; this is a mistake in Berth, please report it:");
    failure.printStackTrace(console.err());
    return CommandFailure.FAILED;
  }
}
