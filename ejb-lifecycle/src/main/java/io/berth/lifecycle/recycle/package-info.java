/** When a process is so old that its next generation takes over: the policy, and the sweep. */
package io.berth.lifecycle.recycle;
