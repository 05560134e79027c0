/**
 * The board: tasks, their states, what waits for what, and their history. Who holds a task is the
 * matter of {@code io.berth.lifecycle.claim}.
 */
package io.berth.lifecycle.task;
