#include "cli/story.h"

#include <stdio.h>

/*
 * Each step: what is done and by whom, then the commands. BIHUAN_SESSION says as whom a command acts: in life everybody has a
 * session of their own and need not say so.
 */
static const struct {
	const char *zh, *en, *commands;
} steps[] = {
	{ "一、建库。四个密码只显示这一次，分别交给系统、安全、审计管理员和整改办。",
	  "1. A ledger is begun. Four passwords are shown this once: for three administrators and the office.",
	  "bihuan init --unit 澄湾市卫生健康委员会 --json >passwords.json\n" },
	{ "二、第一次登录须改密码。新密码写在文件里，一人一个（在终端上不必，会询问）。",
	  "2. Before the first log-in a password is changed. Here passwords stand in files; on a terminal they are asked for.",
	  "bihuan passwd sysadmin --password-file=sysadmin.old --new-password-file=sysadmin.txt\n"
	  "bihuan passwd secadmin --password-file=secadmin.old --new-password-file=secadmin.txt\n"
	  "BIHUAN_SESSION=sys bihuan login sysadmin --password-file=sysadmin.txt\n"
	  "BIHUAN_SESSION=sec bihuan login secadmin --password-file=secadmin.txt\n" },
	{ "三、系统管理员建单位、岗位、人员；安全管理员授角色。没有人两样都能做。",
	  "3. The system administrator enters units, posts and persons; the security administrator gives roles. Nobody does both.",
	  "BIHUAN_SESSION=sys bihuan unit add 医政处 --unit 澄湾市卫生健康委员会 --division\n"
	  "BIHUAN_SESSION=sys bihuan person add zhou 周岚\n"
	  "BIHUAN_SESSION=sys bihuan person add wu 吴敏\n"
	  "BIHUAN_SESSION=sys bihuan person add zheng 郑海\n"
	  "BIHUAN_SESSION=sys bihuan person add he 何静\n"
	  "BIHUAN_SESSION=sys bihuan post add 澄湾市卫生健康委员会 分管副主任\n"
	  "BIHUAN_SESSION=sys bihuan post hold 澄湾市卫生健康委员会/分管副主任 zhou\n"
	  "BIHUAN_SESSION=sec bihuan role give zhou leader --unit 澄湾市卫生健康委员会\n"
	  "BIHUAN_SESSION=sec bihuan role give wu division --unit 医政处\n"
	  "BIHUAN_SESSION=sec bihuan role give zheng reviewer --unit 澄湾市卫生健康委员会\n"
	  "BIHUAN_SESSION=sec bihuan role give he supervisor --unit 澄湾市卫生健康委员会\n" },
	{ "四、各人的密码由安全管理员发放（这里重定向到文件），本人改后登录。",
	  "4. The security administrator hands out passwords (here into files); each person changes it and logs in.",
	  "BIHUAN_SESSION=sec bihuan passwd --reset zhou --json >zhou.json\n"
	  "BIHUAN_SESSION=sec bihuan passwd --reset wu --json >wu.json\n"
	  "BIHUAN_SESSION=sec bihuan passwd --reset zheng --json >zheng.json\n"
	  "BIHUAN_SESSION=sec bihuan passwd --reset he --json >he.json\n"
	  "bihuan passwd zhou --password-file=zhou.old --new-password-file=zhou.txt\n"
	  "bihuan passwd wu --password-file=wu.old --new-password-file=wu.txt\n"
	  "bihuan passwd zheng --password-file=zheng.old --new-password-file=zheng.txt\n"
	  "bihuan passwd he --password-file=he.old --new-password-file=he.txt\n"
	  "BIHUAN_SESSION=zhou bihuan login zhou --password-file=zhou.txt\n"
	  "BIHUAN_SESSION=wu bihuan login wu --password-file=wu.txt\n"
	  "BIHUAN_SESSION=zheng bihuan login zheng --password-file=zheng.txt\n"
	  "BIHUAN_SESSION=he bihuan login he --password-file=he.txt\n" },
	{ "五、整改办开台账，录入反馈的问题，交办。四个明确：责任领导、责任处室、责任人、时限。",
	  "5. The office begins a ledger, enters a finding of the feedback, and hands it out: leader, division, person, date.",
	  "bihuan ledger begin rectification xs 巡察整改 --round 2026\n"
	  "bihuan enter 问题=耗材采购验收把关不严 类别=分阶段整改\n"
	  "bihuan hand-out 2026-001 责任领导=澄湾市卫生健康委员会/分管副主任 牵头单位=医政处 责任人=wu 交办时限=2099-06-30\n" },
	{ "六、处室看到待办，签收，定节点，报进展。",
	  "6. The division sees what waits, signs for it, sets milestones, reports progress.",
	  "BIHUAN_SESSION=wu bihuan inbox\n"
	  "BIHUAN_SESSION=wu bihuan sign 2026-001 承诺时限=2099-05-31\n"
	  "BIHUAN_SESSION=wu bihuan milestone set 2026-001 印发验收流程:40:2099-03-31 双人签字到位:60:2099-05-31\n"
	  "BIHUAN_SESSION=wu bihuan progress 2026-001 进展=已印发验收流程，核对耗材12批\n" },
	{ "七、领导批示，处室答复；每天 tick 一次，到日子会变灯、开闭调度。",
	  "7. A leader writes an instruction, the division answers. tick runs each day: lamps change, turns open and close.",
	  "BIHUAN_SESSION=zhou bihuan instruct give 2026-001 抓紧落实双人签字 --to 2099-03-15\n"
	  "BIHUAN_SESSION=wu bihuan instruct list\n"
	  "bihuan tick\n"
	  "bihuan due\n" },
	{ "八、节点由他人确认；申请销号要有佐证，缺什么会说出来。",
	  "8. Milestones are accepted by others; to apply for close-out takes evidence, and what is missing is told.",
	  "BIHUAN_SESSION=zheng bihuan milestone accept 2026-001 1\n"
	  "BIHUAN_SESSION=zheng bihuan milestone accept 2026-001 2\n"
	  "BIHUAN_SESSION=wu bihuan submit 2026-001 进展=验收流程已执行，双人签字覆盖全部36批 结果=完成 @evidence.txt\n" },
	{ "九、两级审核：审核人看佐证、通过，另一人销号。经办和报告人都不能审自己的。",
	  "9. Two levels of review, by two persons, who look at the evidence; nobody reviews what they reported.",
	  "BIHUAN_SESSION=zheng bihuan show 2026-001\n"
	  "BIHUAN_SESSION=zheng bihuan evidence get 2026-001 1 -o seen.txt\n"
	  "BIHUAN_SESSION=zheng bihuan accept 2026-001\n"
	  "BIHUAN_SESSION=zhou bihuan close 2026-001 对外表述=已建立耗材双人验收制度\n" },
	{ "十、上报数固定下来；监督人抽样回头看，有反弹的重新整改。",
	  "10. Figures are filed; the supervisor draws a sample and looks back; what has come back is reopened.",
	  "bihuan figures file 集中整改上报\n"
	  "BIHUAN_SESSION=he bihuan look-back draw 1 --seed 回头看第一次\n"
	  "BIHUAN_SESSION=he bihuan look-back rebound 2026-001 --reason 又有两批无双人签字\n"
	  "BIHUAN_SESSION=he bihuan reopen 2026-001 --reason 回头看发现反弹\n"
	  "bihuan figures compare 集中整改上报\n" },
	{ "十一、检查点存到别处，日后谁改过历史都看得出来。",
	  "11. A checkpoint is kept elsewhere: whoever changed the past afterwards is found out.",
	  "bihuan checkpoint >kept.txt\n"
	  "bihuan verify --views --evidence kept.txt\n" },
};

/* Commands are indented: what is not, is told. */
static void
print_commands(const char *commands)
{
	printf("    ");
	for (const char *p = commands; *p != '\0'; p++) {
		putchar(*p);
		if (*p == '\n' && p[1] != '\0')
			printf("    ");
	}
}

void
story_print(enum lang lang)
{
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		printf("%s%s\n\n", i > 0 ? "\n" : "", lang == LANG_ZH ? steps[i].zh : steps[i].en);
		print_commands(steps[i].commands);
	}
}
