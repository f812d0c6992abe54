/* Kills the process at its n-th durable step (KILL_AT=n), or writes how many there were to COUNT_TO. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static long steps = 0;

static void step(void) {
  const char *at = getenv("KILL_AT");
  steps++;
  if (at && steps == atol(at)) kill(getpid(), SIGKILL);
}

__attribute__((destructor)) static void tell(void) {
  const char *to = getenv("COUNT_TO");
  if (!to) return;
  FILE *file = fopen(to, "w");
  if (file) { fprintf(file, "%ld", steps); fclose(file); }
}

int fsync(int fd) { static int (*real)(int); if (!real) real = dlsym(RTLD_NEXT, "fsync"); step(); return real(fd); }
int fdatasync(int fd) { static int (*real)(int); if (!real) real = dlsym(RTLD_NEXT, "fdatasync"); step(); return real(fd); }
int rename(const char *a, const char *b) { static int (*real)(const char *, const char *); if (!real) real = dlsym(RTLD_NEXT, "rename"); step(); return real(a, b); }
int unlink(const char *a) { static int (*real)(const char *); if (!real) real = dlsym(RTLD_NEXT, "unlink"); step(); return real(a); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { static ssize_t (*real)(int, const void *, size_t, off64_t); if (!real) real = dlsym(RTLD_NEXT, "pwrite64"); step(); return real(fd, b, n, o); }
