package io.berth.cli;

import io.berth.cli.terminal.Console;
import java.util.Map;

/** What every command is given: where to speak, and the caller's environment. */
public record Session(Console console, Map<String, String> env) {}
