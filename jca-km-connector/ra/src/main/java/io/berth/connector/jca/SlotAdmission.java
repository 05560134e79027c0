package io.berth.connector.jca;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.connector.channel.Admission;
import io.berth.connector.process.ExchangeTicket;
import io.berth.connector.process.KmTarget;
import io.berth.connector.process.ProcessSupervisor;

/** Lets the channels ask the process slots, without either knowing the other. */
record SlotAdmission(ProcessSupervisor slots) implements Admission {
  @Override
  public Ticket admit(ProjectId project) throws KmException {
    return new SlotTicket(slots.begin(project));
  }

  @Override
  public void suspect(ProjectId project, long generation) {
    slots.suspect(project, generation);
  }

  private record SlotTicket(ExchangeTicket granted) implements Ticket {
    @Override
    public KmTarget target() {
      return granted.target();
    }

    @Override
    public void bytes() {
      granted.bytes();
    }

    @Override
    public void answered(boolean well) {
      granted.answered(well);
    }

    @Override
    public void streaming() {
      granted.streaming();
    }

    @Override
    public void close() {
      granted.close();
    }
  }
}
