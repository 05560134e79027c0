/** The board over HTTP: tasks, what agents ask for and report, what operators order. */
package io.berth.gateway.task;
