package io.berth.lifecycle.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessEventListener;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/**
 * Where the adapter delivers process events. Hands them to the recorder; a failure goes back to the
 * adapter, which delivers the event again; being checked, it is none of the bean's own.
 */
@MessageDriven(messageListenerInterface = ProcessEventListener.class)
@TransactionManagement(TransactionManagementType.BEAN)
public class ProcessEventMdb implements ProcessEventListener {
  @Inject private ProcessEventRecorder recorder;

  @Override
  public void onProcessEvent(ProcessEvent event) throws KmException {
    recorder.record(event);
  }
}
