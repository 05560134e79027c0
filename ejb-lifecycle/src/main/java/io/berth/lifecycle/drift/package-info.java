/** Whether a process gets worse than it used to be: its own baseline, and what follows. */
package io.berth.lifecycle.drift;
