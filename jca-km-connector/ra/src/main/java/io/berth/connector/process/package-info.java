/**
 * The process slots: one state machine per project, its start, its end, and the watch over what
 * runs. Everything about one project happens in order, on the slot's own queue; whatever blocks
 * happens on a worker that reports back to that queue.
 */
package io.berth.connector.process;
