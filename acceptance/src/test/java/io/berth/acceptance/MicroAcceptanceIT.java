package io.berth.acceptance;

import io.berth.acceptance.contract.AgentCommandContract;
import io.berth.acceptance.contract.AgentSocketContract;
import io.berth.acceptance.contract.BadInputContract;
import io.berth.acceptance.contract.ClosedConnectionsContract;
import io.berth.acceptance.contract.CrashContract;
import io.berth.acceptance.contract.DataPlaneContract;
import io.berth.acceptance.contract.EncryptionContract;
import io.berth.acceptance.contract.FailureModesContract;
import io.berth.acceptance.contract.HttpRulesContract;
import io.berth.acceptance.contract.IntruderContract;
import io.berth.acceptance.contract.LeavingCallerContract;
import io.berth.acceptance.contract.OnceContract;
import io.berth.acceptance.contract.OperatorContract;
import io.berth.acceptance.contract.OutageContract;
import io.berth.acceptance.contract.OwnIssuerContract;
import io.berth.acceptance.contract.PlanContract;
import io.berth.acceptance.contract.PlatformMcpContract;
import io.berth.acceptance.contract.ProcessContract;
import io.berth.acceptance.contract.ProjectsContract;
import io.berth.acceptance.contract.RestartContract;
import io.berth.acceptance.contract.SafetyContract;
import io.berth.acceptance.contract.SharedProcessContract;
import io.berth.acceptance.contract.SleepingListsContract;
import io.berth.acceptance.contract.StdioContract;
import io.berth.acceptance.contract.StuckKmContract;
import io.berth.acceptance.contract.TaskOutageContract;
import io.berth.acceptance.contract.TasksContract;
import io.berth.acceptance.contract.TelemetryContract;
import io.berth.acceptance.contract.TlsContract;
import io.berth.acceptance.contract.UpkeepContract;
import io.berth.acceptance.contract.WebSocketContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole product on Payara Micro, started and ended by the command. */
@ExtendWith(MicroBerth.class)
class MicroAcceptanceIT {
  @Nested
  class Projects extends ProjectsContract {}

  @Nested
  class Processes extends ProcessContract {}

  @Nested
  class DataPlane extends DataPlaneContract {}

  @Nested
  class HttpRules extends HttpRulesContract {}

  @Nested
  class SleepingLists extends SleepingListsContract {}

  @Nested
  class Telemetry extends TelemetryContract {}

  @Nested
  class Stdio extends StdioContract {}

  @Nested
  class Operators extends OperatorContract {}

  @Nested
  class Tasks extends TasksContract {}

  @Nested
  class PlatformTools extends PlatformMcpContract {}

  @Nested
  class Plans extends PlanContract {}

  @Nested
  class Upkeep extends UpkeepContract {}

  @Nested
  class AgentSockets extends AgentSocketContract {}

  @Nested
  class AgentCommands extends AgentCommandContract {}

  @Nested
  class BadInput extends BadInputContract {}

  @Nested
  class Safety extends SafetyContract {}

  @Nested
  class Intruders extends IntruderContract {}

  @Nested
  class Tls extends TlsContract {}

  @Nested
  class OwnIssuers extends OwnIssuerContract {}

  @Nested
  class Once extends OnceContract {}

  @Nested
  class SharedProcesses extends SharedProcessContract {}

  @Nested
  class Encryption extends EncryptionContract {}

  @Nested
  class FailureModes extends FailureModesContract {}

  @Nested
  class StuckKms extends StuckKmContract {}

  @Nested
  class ClosedConnections extends ClosedConnectionsContract {}

  @Nested
  class LeavingCallers extends LeavingCallerContract {}

  @Nested
  class WebSockets extends WebSocketContract {}

  @Nested
  class Crashes extends CrashContract {}

  @Nested
  class Restarts extends RestartContract {}

  @Nested
  class Outages extends OutageContract {}

  @Nested
  class TaskOutages extends TaskOutageContract {}
}
