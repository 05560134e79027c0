/** One question to several projects, which must share a process and be named one by one. */
package io.berth.lifecycle.search;
