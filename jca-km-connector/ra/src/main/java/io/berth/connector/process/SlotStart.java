package io.berth.connector.process;

import io.berth.connector.api.DataKey;
import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StartOrders;
import io.berth.connector.files.Secrets;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The worker's half of a start: asks for the order, launches, reports back to the slot. */
final class SlotStart {
  private static final Logger LOG = System.getLogger(SlotStart.class.getName());

  private final ProcessSlot slot;
  private final SlotServices services;
  private final StartAttempt attempt;

  SlotStart(ProcessSlot slot, SlotServices services, StartAttempt attempt) {
    this.slot = slot;
    this.services = services;
    this.attempt = attempt;
  }

  void run(StartOrders orders) {
    if (!attempt.begin()) {
      return; // why: whoever cancelled it has told the slot
    }
    StartOrder order;
    try {
      order = order(orders);
    } catch (KmException e) {
      report(() -> slot.startRefused(attempt, e));
      return;
    } catch (RuntimeException | Error e) {
      report(() -> slot.startRefused(attempt, broken(e)));
      return;
    }
    report(() -> slot.ordered(attempt, order));
    launch(order);
  }

  private StartOrder order(StartOrders orders) throws KmException {
    long last = slot.generation();
    StartOrder order = atAbsoluteFolder(orders.next(slot.snapshot().project()));
    if (order.generation() <= last || !order.project().equals(slot.snapshot().project())) {
      throw new IllegalStateException(
          "order for "
              + order.project()
              + " has generation "
              + order.generation()
              + ", the last one was "
              + last);
    }
    return order;
  }

  /** A process runs in its folder: a relative name would mean something else to it. */
  static StartOrder atAbsoluteFolder(StartOrder order) {
    return order.in(order.dataFolder().toAbsolutePath().normalize());
  }

  private void launch(StartOrder order) {
    try {
      LiveProcess live = services.launcher().launch(order, attempt);
      report(() -> slot.started(attempt, live));
    } catch (StartFailure e) {
      removeSecret(order);
      report(() -> slot.startFailed(attempt, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // why: detaching; the slot is told by nobody any more
    } catch (RuntimeException | Error e) {
      removeSecret(order);
      StartFailure failure =
          new StartFailure(Problem.START_FAILED, "the start of " + order.project() + ": " + e, e);
      report(() -> slot.startFailed(attempt, failure));
    } finally {
      order.key().ifPresent(DataKey::destroy); // why: the slot keeps the order
    }
  }

  /** Nothing runs that could be asked with it. */
  private static void removeSecret(StartOrder order) {
    try {
      Secrets.remove(order.dataFolder(), order.generation());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the secret of a failed start of " + order.project() + " stays", e);
    }
  }

  private KmException broken(Throwable e) {
    return new KmException(
        Problem.UNAVAILABLE,
        "no start order for " + slot.snapshot().project() + ": " + e.getMessage(),
        e);
  }

  private void report(Runnable step) {
    SlotCalls.post(slot, step);
  }
}
