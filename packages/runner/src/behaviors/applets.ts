// Programs that the plain base images hold: all of those of busybox and alpine, and of the others what people wrongly
// expect of them.
import type { BaseImage } from "@podsim/core";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const APPLETS =
  "[ [[ acpid add-shell addgroup adduser adjtimex ar arch arp arping ascii ash awk base32 base64 basename bc beep " +
  "blkdiscard blkid blockdev bootchartd brctl bunzip2 bzcat bzip2 cal cat chat chattr chgrp chmod chown chpasswd chpst " +
  "chroot chrt chvt cksum clear cmp comm conspy cp cpio crc32 crond crontab cryptpw cttyhack cut date dc dd deallocvt " +
  "delgroup deluser depmod devmem df dhcprelay diff dirname dmesg dnsd dnsdomainname dos2unix dpkg dpkg-deb du dumpkmap " +
  "dumpleases echo ed egrep eject env envdir envuidgid ether-wake expand expr factor fakeidentd fallocate false fatattr " +
  "fbset fbsplash fdflush fdformat fdisk fgconsole fgrep find findfs flock fold free freeramdisk fsck fsck.minix " +
  "fsfreeze fstrim fsync ftpd ftpget ftpput fuser getfattr getopt getty grep groups gunzip gzip halt hd hdparm head " +
  "hexdump hexedit hostid hostname httpd hush hwclock i2cdetect i2cdump i2cget i2cset i2ctransfer id ifconfig ifdown " +
  "ifenslave ifplugd ifup inetd init insmod install ionice iostat ip ipaddr ipcalc ipcrm ipcs iplink ipneigh iproute " +
  "iprule iptunnel kbd_mode kill killall killall5 klogd last less link linux32 linux64 linuxrc ln loadfont loadkmap " +
  "logger login logname logread losetup lpd lpq lpr ls lsattr lsmod lsof lspci lsscsi lsusb lzcat lzma lzop makedevs " +
  "makemime man md5sum mdev mesg microcom mim mkdir mkdosfs mke2fs mkfifo mkfs.ext2 mkfs.minix mkfs.vfat mknod " +
  "mkpasswd mkswap mktemp modinfo modprobe more mount mountpoint mpstat mt mv nameif nanddump nandwrite nbd-client nc " +
  "netstat nice nl nmeter nohup nologin nproc nsenter nslookup ntpd od openvt partprobe passwd paste patch pgrep pidof " +
  "ping ping6 pipe_progress pivot_root pkill pmap popmaildir poweroff powertop printenv printf ps pscan pstree pwd pwdx " +
  "raidautorun rdate rdev readahead readlink readprofile realpath reboot reformime remove-shell renice reset resize " +
  "resume rev rm rmdir rmmod route rpm rpm2cpio rtcwake run-init run-parts runlevel runsv runsvdir rx script " +
  "scriptreplay sed seedrng sendmail seq setarch setconsole setfattr setfont setkeycodes setlogcons setpriv setserial " +
  "setsid setuidgid sh sha1sum sha256sum sha3sum sha384sum sha512sum showkey shred shuf slattach sleep smemcap " +
  "softlimit sort split ssl_client start-stop-daemon stat strings stty su sulogin sum sv svc svlogd svok swapoff swapon " +
  "switch_root sync sysctl syslogd tac tail tar taskset tc tcpsvd tee telnet telnetd test tftp tftpd time timeout top " +
  "touch tr traceroute traceroute6 tree true truncate ts tsort tty ttysize tunctl ubiattach ubidetach ubimkvol ubirename " +
  "ubirmvol ubirsvol ubiupdatevol udhcpc udhcpc6 udhcpd udpsvd uevent umount uname unexpand uniq unit unix2dos unlink " +
  "unlzma unshare unxz unzip uptime users usleep uudecode uuencode vconfig vi vlock volname w wall watch watchdog wc " +
  "wget which who whoami whois xargs xxd xz xzcat yes zcat zcip getent ldd inotifyd iconv";

const INTERPRETERS = "python python2 python3 ruby node npm npx java php go gcc make cmake git jq";
const SERVERS = "nginx mysql mysqld psql postgres redis-cli redis-server gunicorn uvicorn flask";
const ADMIN = "kubectl helm docker yum dnf stress stress-ng htop socat ssh rsync";
const OF_DEBIAN = words(`zsh curl wget apk nc ping vim nano ${INTERPRETERS} ${SERVERS} ${ADMIN}`);

/** All that an image holds; null = not known. */
const HELD: Readonly<Record<BaseImage, ReadonlySet<string> | null>> = {
  busybox: words(APPLETS),
  alpine: words(`${APPLETS} apk getconf ldconfig scanelf locale localedef update-ca-certificates c_rehash`),
  debian: null,
  ubuntu: null,
};

/** Whether the image holds no program of that name. */
export const lacks = (base: BaseImage | null, name: string): boolean =>
  base !== null && (HELD[base] === null ? OF_DEBIAN.has(name) : !HELD[base].has(name));

/** Whether it is one of the small programs of busybox or alpine, which do their work and are done. */
export const isApplet = (base: BaseImage | null, name: string): boolean => {
  const program = name.replace(/^(\/usr)?\/s?bin\//, "");
  return base !== null && HELD[base]?.has(program) === true;
};

const ENDLESS = words("dnsd getty inetd inotifyd init less lpd man more runsv runsvdir tcpsvd top udpsvd vi watch yes");
const IN_FOREGROUND = /^-[a-zA-Z]*[fFnd]|^--foreground$/;
const SERVING = words("acpid crond ftpd httpd klogd ntpd syslogd telnetd udhcpd watchdog zcip");

/** Whether an applet goes on until it is stopped. */
export const runsOn = (name: string, args: readonly string[]): boolean => {
  const program = name.slice(name.lastIndexOf("/") + 1);
  return ENDLESS.has(program) || (SERVING.has(program) && args.some((arg) => IN_FOREGROUND.test(arg)));
};
